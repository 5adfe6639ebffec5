// What every file of the shim shares: handles, dtypes and the one place where exceptions stop.
#pragma once
// Before all else: what another version's headers would complain about comes after this.
#include <torch/csrc/api/include/torch/version.h>
#if TORCH_VERSION_MAJOR != 2 || TORCH_VERSION_MINOR < 11 || TORCH_VERSION_MINOR > 13
#error "This shim is written for libtorch 2.11 to 2.13: point LIBTORCH at one of these, or run Scripts/libtorch.sh"
#endif

#include <ATen/ATen.h>
#include <atomic>
#include <string>
#include <vector>

#include <CTorch.h>

namespace shim {
inline thread_local std::string message;
inline std::atomic<int64_t> live{0};

inline at::Tensor &tensor(ct_tensor t) { return *static_cast<at::Tensor *>(t.impl); }
inline std::optional<at::Tensor> optional(ct_tensor t) {
  return t.impl ? std::optional<at::Tensor>(tensor(t)) : std::nullopt;
}
inline ct_tensor give(at::Tensor t) {
  live.fetch_add(1, std::memory_order_relaxed);
  return {new at::Tensor(std::move(t))};
}
inline std::vector<at::Tensor> list(const ct_tensor *items, size_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (size_t i = 0; i < count; ++i) result.push_back(tensor(items[i]));
  return result;
}
inline at::IntArrayRef sizes(const int64_t *values, size_t count) { return {values, count}; }

inline at::ScalarType dtype(ct_dtype d) {
  switch (d) {
  case ct_float32: return at::kFloat;
  case ct_float64: return at::kDouble;
  case ct_bfloat16: return at::kBFloat16;
  case ct_int64: return at::kLong;
  case ct_int32: return at::kInt;
  case ct_bool: return at::kBool;
  case ct_uint8: return at::kByte;
  }
  TORCH_CHECK(false, "unknown dtype ", int(d));
}
inline at::Device device(ct_device d) {
  return d.index < 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(d.index));
}

/// Runs `body`; a C++ exception becomes status 1 and a message.
template <typename Body> int guarded(Body &&body) noexcept {
  try {
    body();
    return 0;
  } catch (const c10::Error &e) {
    message = e.what_without_backtrace();
  } catch (const std::exception &e) {
    message = e.what();
  } catch (...) {
    message = "an exception of unknown type";
  }
  return 1;
}
/// Runs `body`, which returns a tensor, and hands it out.
template <typename Body> int giving(ct_tensor *out, Body &&body) noexcept {
  return guarded([&] { *out = give(body()); });
}
} // namespace shim
