// Gate, one pass over memory forward and one back: y = silu(p) q, where p and q are the halves of a row; silu(p) = p σ(p).
#include "fused.h"

using namespace shim;
using namespace fused;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
template <typename T> CT_INLINE void gateForward(const T *x, int64_t rows, int64_t half, T *y) {
  for (int64_t row = 0; row < rows; ++row, x += 2 * half, y += half)
    for (int64_t i = 0; i < half; i += lanes) {
      const vec<T> p = get<T>(x + i, half - i), q = get<T>(x + half + i, half - i);
      put<T>(y + i, p * q / (T(1) + simd::exponential<T>(-p)), half - i);
    }
}

/// (c q silu′(p), c silu(p)), silu′ = σ (1 + p (1 − σ)).
template <typename T> CT_INLINE void gateBackward(const T *c, const T *x, int64_t rows, int64_t half, T *out) {
  for (int64_t row = 0; row < rows; ++row, c += half, x += 2 * half, out += 2 * half)
    for (int64_t i = 0; i < half; i += lanes) {
      const vec<T> p = get<T>(x + i, half - i), q = get<T>(x + half + i, half - i), cs = get<T>(c + i, half - i);
      const vec<T> s = T(1) / (T(1) + simd::exponential<T>(-p));
      put<T>(out + i, cs * q * s * (T(1) + p * (T(1) - s)), half - i);
      put<T>(out + half + i, cs * p * s, half - i);
    }
}

/// For cotangents (a, b) of (c q silu′, c silu): what c, p and q are charged; silu″ = σ (1 − σ) (2 + p (1 − 2σ)).
template <typename T>
CT_INLINE void gateTwice(const T *ab, const T *c, const T *x, int64_t rows, int64_t half, T *toC, T *toX) {
  for (int64_t row = 0; row < rows; ++row, ab += 2 * half, c += half, x += 2 * half, toC += half, toX += 2 * half)
    for (int64_t i = 0; i < half; i += lanes) {
      const vec<T> a = get<T>(ab + i, half - i), b = get<T>(ab + half + i, half - i), cs = get<T>(c + i, half - i);
      const vec<T> p = get<T>(x + i, half - i), q = get<T>(x + half + i, half - i);
      const vec<T> s = T(1) / (T(1) + simd::exponential<T>(-p));
      const vec<T> slope = s * (T(1) + p * (T(1) - s)), bend = s * (T(1) - s) * (T(2) + p * (T(1) - T(2) * s));
      put<T>(toC + i, a * q * slope + b * p * s, half - i);
      put<T>(toX + i, cs * (a * q * bend + b * slope), half - i);
      put<T>(toX + half + i, cs * a * slope, half - i);
    }
}

at::Tensor gateGradient(const at::Tensor &seed, const at::Tensor &x) {
  auto c = seed.contiguous();
  auto out = at::empty_like(x);
  const int64_t half = x.size(-1) / 2;
  typed(x, [&](auto zero) {
    using T = decltype(zero);
    auto cp = c.template const_data_ptr<T>(), xp = x.const_data_ptr<T>();
    auto op = out.template mutable_data_ptr<T>();
    overRows(x.numel() / std::max<int64_t>(2 * half, 1), half, [&](int64_t from, int64_t to) {
      simd::run<gateBackward<T>>(cp + from * half, xp + 2 * from * half, to - from, half, op + 2 * from * half);
    });
  });
  return out;
}

struct GateGradient : Function<GateGradient> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &seed, const at::Tensor &x) {
    context->save_for_backward({seed, x});
    return gateGradient(seed, x.contiguous());
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    onlyTwice(false);
    auto saved = context->get_saved_variables();
    auto ab = seeds[0].contiguous(), c = saved[0].contiguous(), x = saved[1].contiguous();
    auto toC = at::empty_like(c), toX = at::empty_like(x);
    const int64_t half = c.size(-1);
    typed(x, [&](auto zero) {
      using T = decltype(zero);
      auto abp = ab.template const_data_ptr<T>(), cp = c.template const_data_ptr<T>(),
           xp = x.template const_data_ptr<T>();
      auto tc = toC.template mutable_data_ptr<T>(), tx = toX.template mutable_data_ptr<T>();
      overRows(c.numel() / std::max<int64_t>(half, 1), half, [&](int64_t from, int64_t to) {
        const int64_t at = from * half;
        simd::run<gateTwice<T>>(abp + 2 * at, cp + at, xp + 2 * at, to - from, half, tc + at, tx + 2 * at);
      });
    });
    return {toC, toX};
  }
};

struct Gated : Function<Gated> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input, bool twice) {
    TORCH_CHECK(input.size(-1) % 2 == 0, "the last of ", input.sizes(), " has no halves");
    auto x = input.contiguous();
    const int64_t half = x.size(-1) / 2;
    auto shape = x.sizes().vec();
    shape.back() = half;
    auto y = at::empty(shape, x.options());
    typed(x, [&](auto zero) {
      using T = decltype(zero);
      auto xp = x.template const_data_ptr<T>();
      auto yp = y.template mutable_data_ptr<T>();
      overRows(y.numel() / std::max<int64_t>(half, 1), half, [&](int64_t from, int64_t to) {
        simd::run<gateForward<T>>(xp + 2 * from * half, to - from, half, yp + from * half);
      });
    });
    context->saved_data["twice"] = twice;
    context->save_for_backward({input});
    return y;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    const bool twice = context->saved_data["twice"].toBool();
    onlyTwice(twice);
    auto x = context->get_saved_variables()[0];
    auto d = twice && at::GradMode::is_enabled() ? GateGradient::apply(seeds[0], x)
                                                 : gateGradient(seeds[0], x.contiguous());
    return {d, at::Tensor()};
  }
};
} // namespace

int ct_gated(ct_tensor x, bool twice, ct_tensor *out) {
  return giving(out, [&] { return Gated::apply(tensor(x), twice); });
}
