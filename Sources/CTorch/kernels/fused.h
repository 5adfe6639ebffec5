// What the passes of our own share: vectors with a tail, rows over threads, the element type.
#pragma once
#include "shim.h"
#include "simd.h"
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

namespace fused {
using simd::lanes;
template <typename T> using vec = simd::vector<T>;

/// The first `n` of `lanes` numbers; zeros after them.
template <typename T> CT_INLINE vec<T> get(const T *from, int64_t n) {
  vec<T> v{};
  if (n >= lanes) simd::load<T>(v, from);
  else for (int64_t i = 0; i < n; ++i) v[i] = from[i];
  return v;
}
template <typename T> CT_INLINE void put(T *to, const vec<T> &v, int64_t n) {
  if (n >= lanes) simd::store<T>(to, v);
  else for (int64_t i = 0; i < n; ++i) to[i] = v[i];
}

/// Runs `body` over the rows, on as many threads as libtorch has.
template <typename Body> void overRows(int64_t rows, int64_t width, Body &&body) {
  at::parallel_for(0, rows, std::max<int64_t>(1, at::internal::GRAIN_SIZE / std::max<int64_t>(width, 1)), body);
}
/// True for what our own passes take.
inline bool fits(const at::Tensor &t) {
  return t.device().is_cpu() && (t.scalar_type() == at::kFloat || t.scalar_type() == at::kDouble);
}
/// True for two tensors that one loop can read.
inline bool areAlike(const at::Tensor &a, const at::Tensor &b) {
  return a.scalar_type() == b.scalar_type() && a.device() == b.device();
}
/// Calls `body(T{})` with the element type of `t`.
template <typename Body> void typed(const at::Tensor &t, Body &&body) {
  TORCH_CHECK(t.device().is_cpu(), "a fused operation runs on the CPU only");
  if (t.scalar_type() == at::kFloat) body(float{});
  else if (t.scalar_type() == at::kDouble) body(double{});
  else TORCH_CHECK(false, "a fused operation takes float32 or float64, not ", t.scalar_type());
}
inline void onlyTwice(bool twice) {
  TORCH_CHECK(twice || !at::GradMode::is_enabled(), "a fused operation built for one gradient was asked for a second");
}
} // namespace fused
