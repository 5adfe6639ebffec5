// Norm of a sum, one pass over memory forward and one back: y = r s, r = 1 / √(mean(s²) + ε).
#include "fused.h"

using namespace shim;
using namespace fused;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
template <typename T>
CT_INLINE void normForward(const T *a, const T *b, int64_t rows, int64_t width, double epsilon, T *y, T *r) {
  for (int64_t row = 0; row < rows; ++row, a += width, b += width, y += width) {
    vec<T> squares{};
    for (int64_t i = 0; i < width; i += lanes) {
      vec<T> s = get<T>(a + i, width - i) + get<T>(b + i, width - i);
      squares += s * s;
      put<T>(y + i, s, width - i);
    }
    const T scale = T(1) / std::sqrt(simd::sum<T>(squares) / T(width) + T(epsilon));
    for (int64_t i = 0; i < width; i += lanes) put<T>(y + i, get<T>(y + i, width - i) * scale, width - i);
    r[row] = scale;
  }
}

/// r (g − y mean(g y)).
template <typename T>
CT_INLINE void normBackward(const T *g, const T *y, const T *r, int64_t rows, int64_t width, T *out) {
  for (int64_t row = 0; row < rows; ++row, g += width, y += width, out += width) {
    vec<T> products{};
    for (int64_t i = 0; i < width; i += lanes) products += get<T>(g + i, width - i) * get<T>(y + i, width - i);
    const T mean = simd::sum<T>(products) / T(width), scale = r[row];
    for (int64_t i = 0; i < width; i += lanes)
      put<T>(out + i, scale * (get<T>(g + i, width - i) - mean * get<T>(y + i, width - i)), width - i);
  }
}

/// ∂⟨u, r (g − y mean(g y))⟩/∂s = −r² (y (mean(u g) − 3 A B) + A u + B g), A = mean(g y), B = mean(u y).
template <typename T>
CT_INLINE void normTwice(const T *u, const T *g, const T *y, const T *r, int64_t rows, int64_t width, T *out) {
  for (int64_t row = 0; row < rows; ++row, u += width, g += width, y += width, out += width) {
    vec<T> gy{}, uy{}, ug{};
    for (int64_t i = 0; i < width; i += lanes) {
      const vec<T> us = get<T>(u + i, width - i), gs = get<T>(g + i, width - i), ys = get<T>(y + i, width - i);
      gy += gs * ys, uy += us * ys, ug += us * gs;
    }
    const T a = simd::sum<T>(gy) / T(width), b = simd::sum<T>(uy) / T(width);
    const T c = simd::sum<T>(ug) / T(width) - 3 * a * b, scale = -r[row] * r[row];
    for (int64_t i = 0; i < width; i += lanes)
      put<T>(out + i, scale * (c * get<T>(y + i, width - i) + a * get<T>(u + i, width - i) + b * get<T>(g + i, width - i)),
             width - i);
  }
}

at::Tensor normGradient(const at::Tensor &g, const at::Tensor &y, const at::Tensor &r) {
  auto out = at::empty_like(y);
  const int64_t width = y.size(-1);
  auto c = g.contiguous();
  typed(y, [&](auto zero) {
    using T = decltype(zero);
    auto gp = c.template const_data_ptr<T>(), yp = y.const_data_ptr<T>(), rp = r.const_data_ptr<T>();
    auto op = out.template mutable_data_ptr<T>();
    overRows(r.numel(), width, [&](int64_t from, int64_t to) {
      simd::run<normBackward<T>>(gp + from * width, yp + from * width, rp + from, to - from, width, op + from * width);
    });
  });
  return out;
}

struct NormGradient : Function<NormGradient> {
  // `a` and `b` are there to receive what s = a + b is charged.
  static at::Tensor forward(AutogradContext *context, const at::Tensor &g, const at::Tensor &y, const at::Tensor &r,
                            const at::Tensor &, const at::Tensor &) {
    context->save_for_backward({g, y, r});
    return normGradient(g, y, r);
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    onlyTwice(false);
    auto saved = context->get_saved_variables();
    auto u = seeds[0].contiguous(), g = saved[0].contiguous();
    const auto &y = saved[1], &r = saved[2];
    auto out = at::empty_like(y);
    const int64_t width = y.size(-1);
    typed(y, [&](auto zero) {
      using T = decltype(zero);
      auto up = u.template const_data_ptr<T>(), gp = g.template const_data_ptr<T>(), yp = y.const_data_ptr<T>(),
           rp = r.const_data_ptr<T>();
      auto op = out.template mutable_data_ptr<T>();
      overRows(r.numel(), width, [&](int64_t from, int64_t to) {
        const int64_t at = from * width;
        simd::run<normTwice<T>>(up + at, gp + at, yp + at, rp + from, to - from, width, op + at);
      });
    });
    return {normGradient(u, y, r), at::Tensor(), at::Tensor(), out, out};
  }
};

struct NormedSum : Function<NormedSum> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &a, const at::Tensor &b, double epsilon,
                            bool twice) {
    TORCH_CHECK(a.sizes() == b.sizes() && areAlike(a, b), "cannot add ", a.sizes(), " and ", b.sizes());
    auto left = a.contiguous(), right = b.contiguous();
    const int64_t width = a.size(-1), rows = a.numel() / std::max<int64_t>(width, 1);
    auto y = at::empty_like(left), r = at::empty({rows}, left.options());
    typed(left, [&](auto zero) {
      using T = decltype(zero);
      auto ap = left.template const_data_ptr<T>(), bp = right.template const_data_ptr<T>();
      auto yp = y.template mutable_data_ptr<T>(), rp = r.template mutable_data_ptr<T>();
      overRows(rows, width, [&](int64_t from, int64_t to) {
        const int64_t at = from * width;
        simd::run<normForward<T>>(ap + at, bp + at, to - from, width, epsilon, yp + at, rp + from);
      });
    });
    context->saved_data["twice"] = twice;
    if (twice) context->save_for_backward({y, r, a, b});
    else context->save_for_backward({y, r});
    return y;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    const bool twice = context->saved_data["twice"].toBool();
    onlyTwice(twice);
    auto saved = context->get_saved_variables();
    auto y = saved[0].detach();
    auto d = twice && at::GradMode::is_enabled() ? NormGradient::apply(seeds[0], y, saved[1], saved[2], saved[3])
                                                 : normGradient(seeds[0], y, saved[1]);
    return {d, d, at::Tensor(), at::Tensor()};
  }
};
} // namespace

int ct_normed_sum(ct_tensor a, ct_tensor b, double epsilon, bool twice, ct_tensor *out) {
  return giving(out, [&] { return NormedSum::apply(tensor(a), tensor(b), epsilon, twice); });
}
