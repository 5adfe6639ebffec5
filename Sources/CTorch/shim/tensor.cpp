#include "shim.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace shim;

#ifdef __GLIBC__
namespace {
// A training step frees and takes the same large blocks again and again. Handed back to the system, each costs a page fault
// for every 4 KiB of it, and they are handed back from the end of the heap, from the heaps of threads, and, where they are
// larger than 32 MiB, always. So there is one heap, which keeps what it once needed.
const bool keeps_memory = mallopt(M_ARENA_MAX, 1) != 0 && mallopt(M_MMAP_MAX, 0) != 0 && mallopt(M_TRIM_THRESHOLD, -1) != 0;
}
#endif

const char *ct_error(void) { return message.c_str(); }
int64_t ct_live_count(void) { return live.load(); }
const char *ct_version(void) { return TORCH_VERSION; }
int ct_set_threads(int32_t count) {
  return guarded([&] { at::set_num_threads(count); });
}
int32_t ct_threads(void) { return at::get_num_threads(); }
int32_t ct_cuda_count(void) {
  int32_t count = 0;
  guarded([&] { count = at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().deviceCount()) : 0; });
  return count;
}
int ct_synchronize(ct_device d) {
  return guarded([&] {
    if (d.index < 0) return;
    c10::impl::VirtualGuardImpl guard(at::kCUDA);
    guard.synchronizeDevice(static_cast<c10::DeviceIndex>(d.index));
  });
}
void ct_free(ct_tensor t) {
  if (!t.impl) return;
  delete static_cast<at::Tensor *>(t.impl);
  live.fetch_sub(1, std::memory_order_relaxed);
}
int ct_share(ct_tensor t, ct_tensor *out) {
  return giving(out, [&] { return tensor(t); });
}

int ct_from_bytes(const void *bytes, const int64_t *shape, size_t rank, ct_dtype d, ct_device to, ct_tensor *out) {
  return giving(out, [&] {
    auto host = at::from_blob(const_cast<void *>(bytes), sizes(shape, rank), at::TensorOptions(dtype(d)));
    return host.to(device(to), host.scalar_type(), false, /*copy=*/true);
  });
}
int ct_to_bytes(ct_tensor t, void *bytes, size_t capacity) {
  return guarded([&] {
    auto host = tensor(t).detach().to(at::kCPU).contiguous();
    TORCH_CHECK(host.nbytes() == capacity, "the tensor has ", host.nbytes(), " bytes, the buffer ", capacity);
    std::memcpy(bytes, host.const_data_ptr(), host.nbytes());
  });
}
int ct_full(double value, const int64_t *shape, size_t rank, ct_dtype d, ct_device on, ct_tensor *out) {
  return giving(out, [&] {
    auto options = at::TensorOptions(dtype(d)).device(device(on));
    return value == 0 ? at::zeros(sizes(shape, rank), options) : at::full(sizes(shape, rank), value, options);
  });
}
int ct_arange(double start, double end, double step, ct_dtype d, ct_device on, ct_tensor *out) {
  return giving(out, [&] { return at::arange(start, end, step, at::TensorOptions(dtype(d)).device(device(on))); });
}
int ct_eye(int64_t n, ct_dtype d, ct_device on, ct_tensor *out) {
  return giving(out, [&] { return at::eye(n, at::TensorOptions(dtype(d)).device(device(on))); });
}

int64_t ct_rank(ct_tensor t) { return tensor(t).dim(); }
void ct_shape(ct_tensor t, int64_t *shape) {
  auto s = tensor(t).sizes();
  std::copy(s.begin(), s.end(), shape);
}
int64_t ct_count(ct_tensor t) { return tensor(t).numel(); }
ct_dtype ct_dtype_of(ct_tensor t) {
  switch (tensor(t).scalar_type()) {
  case at::kDouble: return ct_float64;
  case at::kBFloat16: return ct_bfloat16;
  case at::kLong: return ct_int64;
  case at::kInt: return ct_int32;
  case at::kBool: return ct_bool;
  case at::kByte: return ct_uint8;
  default: return ct_float32;
  }
}
ct_device ct_device_of(ct_tensor t) {
  auto d = tensor(t).device();
  return {d.is_cpu() ? -1 : static_cast<int32_t>(d.index())};
}
bool ct_same_storage(ct_tensor a, ct_tensor b) {
  return tensor(a).storage().unsafeGetStorageImpl() == tensor(b).storage().unsafeGetStorageImpl();
}
int ct_to(ct_tensor t, ct_dtype d, ct_device on, bool copy, ct_tensor *out) {
  return giving(out, [&] { return tensor(t).to(device(on), dtype(d), false, copy); });
}
int ct_item(ct_tensor t, double *out) {
  return guarded([&] { *out = tensor(t).item().toDouble(); });
}
