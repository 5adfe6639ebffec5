// How many bytes of tensors there are: an allocator in front of libtorch's that counts.
#include "shim.h"
#include <ATen/Context.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/CachingDeviceAllocator.h>

using namespace shim;

namespace {
/// Keeps each block's size in front of it, so that one pointer is both the block and what frees it, as libtorch wants.
struct Counting final : c10::Allocator {
  static constexpr size_t head = 64; // libtorch's alignment, which the block behind it keeps
  static inline c10::Allocator *behind = nullptr;
  static inline std::atomic<int64_t> current{0}, peak{0};

  static void raise(int64_t bytes) {
    int64_t seen = peak.load(std::memory_order_relaxed);
    while (seen < bytes && !peak.compare_exchange_weak(seen, bytes, std::memory_order_relaxed)) {}
  }
  static void release(void *block) {
    if (!block) return;
    auto whole = static_cast<char *>(block) - head;
    int64_t size = 0;
    std::memcpy(&size, whole, sizeof size);
    current.fetch_sub(size, std::memory_order_relaxed);
    behind->raw_deallocate(whole);
  }
  c10::DataPtr allocate(size_t bytes) override {
    if (bytes == 0) return {nullptr, nullptr, &release, c10::Device(c10::kCPU)};
    auto whole = static_cast<char *>(behind->raw_allocate(bytes + head));
    const auto size = static_cast<int64_t>(bytes);
    std::memcpy(whole, &size, sizeof size);
    raise(current.fetch_add(size, std::memory_order_relaxed) + size);
    return {whole + head, whole + head, &release, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void *to, const void *from, size_t bytes) const override { default_copy_data(to, from, bytes); }
};

/// Puts the counter in front, once; blocks from before it are freed as they always were.
void install() {
  static const bool done = [] {
    static Counting counting;
    Counting::behind = c10::GetCPUAllocator();
    c10::SetCPUAllocator(&counting, /*priority=*/255);
    return true;
  }();
  (void)done;
}
} // namespace

int ct_count_memory(void) {
  return guarded([] { install(); });
}
int ct_memory(ct_device d, int64_t *current, int64_t *peak) {
  return guarded([&] {
    *current = Counting::current.load(), *peak = Counting::peak.load();
    if (d.index < 0) return;
    using Stat = c10::CachingDeviceAllocator::StatType;
    auto stats = at::getDeviceAllocator(at::kCUDA)->getDeviceStats(static_cast<c10::DeviceIndex>(d.index));
    const auto &bytes = stats.allocated_bytes[static_cast<size_t>(Stat::AGGREGATE)];
    *current = bytes.current, *peak = bytes.peak;
  });
}
int ct_restart_peak(ct_device d, int64_t floor) {
  return guarded([&] {
    if (d.index >= 0) {
      at::getDeviceAllocator(at::kCUDA)->resetPeakStats(static_cast<c10::DeviceIndex>(d.index));
      return;
    }
    Counting::peak.store(floor);
    Counting::raise(Counting::current.load());
  });
}
