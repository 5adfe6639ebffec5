// The elementwise parts of a recursive block, each one pass over memory forward and one back.
#include "fused.h"

using namespace shim;
using namespace fused;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
// Norm of a sum: y = r s, r = 1 / √(mean(s²) + ε).

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
    TORCH_CHECK(a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type(), "cannot add ", a.sizes(), " and ",
                b.sizes());
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

// Gate: y = silu(p) q, where p and q are the halves of a row; silu(p) = p σ(p).

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

// Attention's parts: a linear map, so that its gradient is its transpose and the transpose's gradient the map.

struct Shape {
  int64_t rows, length, heads, width;
};

/// One of three parts: between x [rows, length, 3, heads, width] and [rows, heads, length, width].
template <typename T>
CT_INLINE void turn(const T *from, T *to, const T *cosines, const T *sines, Shape n, bool back, bool turns) {
  const int64_t half = n.width / 2, stride = 3 * n.heads * n.width;
  for (int64_t row = 0; row < n.rows; ++row)
    for (int64_t place = 0; place < n.length; ++place)
      for (int64_t head = 0; head < n.heads; ++head) {
        const int64_t wide = (row * n.length + place) * stride + head * n.width;
        const int64_t apart = ((row * n.heads + head) * n.length + place) * n.width;
        const T *in = from + (back ? apart : wide);
        T *out = to + (back ? wide : apart);
        if (!turns) {
          std::memcpy(out, in, sizeof(T) * static_cast<size_t>(n.width));
          continue;
        }
        const T *c = cosines + place * n.width, *s = sines + place * n.width;
        // Forward: x cos + (−x₂, x₁) sin. Back: its transpose.
        for (int64_t i = 0; i < half; i += lanes) {
          const int64_t left = half - i;
          const vec<T> a = get<T>(in + i, left), b = get<T>(in + half + i, left);
          const vec<T> ca = get<T>(c + i, left), cb = get<T>(c + half + i, left);
          const vec<T> sa = get<T>(s + i, left), sb = get<T>(s + half + i, left);
          put<T>(out + i, back ? a * ca + b * sb : a * ca - b * sa, left);
          put<T>(out + half + i, back ? b * cb - a * sa : b * cb + a * sb, left);
        }
      }
}

template <typename T>
void turnAll(const std::vector<at::Tensor> &parts, const at::Tensor &x, const at::Tensor &cosines,
             const at::Tensor &sines, Shape n, bool back) {
  const bool turns = cosines.numel() > 0; // an empty table stands for none
  const T *c = turns ? cosines.const_data_ptr<T>() : nullptr, *s = turns ? sines.const_data_ptr<T>() : nullptr;
  const int64_t row = n.length * n.heads * n.width;
  T *wide = static_cast<T *>(x.data_ptr());
  overRows(n.rows, 3 * row, [&](int64_t from, int64_t to) {
    for (int64_t part = 0; part < 3; ++part) {
      T *apart = static_cast<T *>(parts[static_cast<size_t>(part)].data_ptr()) + from * row;
      T *whole = wide + from * 3 * row + part * n.heads * n.width;
      simd::run<turn<T>>(back ? static_cast<const T *>(apart) : whole, back ? whole : apart, c, s,
                         Shape{to - from, n.length, n.heads, n.width}, back, turns && part < 2);
    }
  });
}

struct Joined : Function<Joined> {
  static at::Tensor forward(AutogradContext *, const at::Tensor &, const at::Tensor &, const at::Tensor &,
                            const at::Tensor &, const at::Tensor &);
  static variable_list backward(AutogradContext *, variable_list);
};
struct Parted : Function<Parted> {
  static variable_list forward(AutogradContext *context, const at::Tensor &input, int64_t heads,
                               const at::Tensor &cosines, const at::Tensor &sines) {
    auto x = input.contiguous();
    const Shape n{x.size(0), x.size(1), heads, x.size(2) / (3 * heads)};
    TORCH_CHECK(n.width * 3 * heads == x.size(2), x.sizes(), " does not divide into ", heads, " heads");
    TORCH_CHECK(cosines.numel() == 0 || (cosines.is_contiguous() && sines.is_contiguous() && n.width % 2 == 0 &&
                                       cosines.numel() == n.length * n.width && sines.sizes() == cosines.sizes() &&
                                       cosines.scalar_type() == x.scalar_type()),
                "the rotary table does not fit ", x.sizes());
    variable_list parts;
    for (int i = 0; i < 3; ++i) parts.push_back(at::empty({n.rows, heads, n.length, n.width}, x.options()));
    typed(x, [&](auto zero) { turnAll<decltype(zero)>(parts, x, cosines, sines, n, false); });
    context->save_for_backward({cosines, sines});
    return parts;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    auto saved = context->get_saved_variables();
    return {Joined::apply(seeds[0], seeds[1], seeds[2], saved[0], saved[1]), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};
at::Tensor Joined::forward(AutogradContext *context, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                           const at::Tensor &cosines, const at::Tensor &sines) {
  const Shape n{q.size(0), q.size(2), q.size(1), q.size(3)};
  auto x = at::empty({n.rows, n.length, 3 * n.heads * n.width}, q.options());
  std::vector<at::Tensor> parts{q.contiguous(), k.contiguous(), v.contiguous()};
  typed(x, [&](auto zero) { turnAll<decltype(zero)>(parts, x, cosines, sines, n, true); });
  context->saved_data["heads"] = n.heads;
  context->save_for_backward({cosines, sines});
  return x;
}
variable_list Joined::backward(AutogradContext *context, variable_list seeds) {
  auto saved = context->get_saved_variables();
  auto parts = Parted::apply(seeds[0], context->saved_data["heads"].toInt(), saved[0], saved[1]);
  return {parts[0], parts[1], parts[2], at::Tensor(), at::Tensor()};
}

// Adam.

template <typename T>
CT_INLINE void adam(const ct_adam_rule *rule, const T *p, const T *g, const T *m0, const T *v0, int64_t count, T *p1,
                    T *m1, T *v1) {
  const T w1 = T(rule->first_weight), w2 = T(rule->second_weight), keep = T(rule->keep), rate = T(rule->rate),
          scale = T(rule->scale), epsilon = T(rule->epsilon);
  const bool angle = rule->angle;
  for (int64_t i = 0; i < count; ++i) {
    const T m = m0 ? m0[i] : T(0), v = v0 ? v0[i] : T(0);
    const T mean = m + w1 * (g[i] - m), square = v + w2 * (g[i] * g[i] - v);
    m1[i] = mean;
    v1[i] = square;
    const T size = std::sqrt(square) * scale;
    p1[i] = angle ? size : keep * p[i] - rate * (mean / (size + epsilon));
  }
}
} // namespace

int ct_normed_sum(ct_tensor a, ct_tensor b, double epsilon, bool twice, ct_tensor *out) {
  return giving(out, [&] { return NormedSum::apply(tensor(a), tensor(b), epsilon, twice); });
}
int ct_gated(ct_tensor x, bool twice, ct_tensor *out) {
  return giving(out, [&] { return Gated::apply(tensor(x), twice); });
}
int ct_attention_parts(ct_tensor x, int64_t heads, ct_tensor cosines, ct_tensor sines, ct_tensor *query, ct_tensor *key,
                       ct_tensor *value) {
  return guarded([&] {
    auto none = at::empty({0}, tensor(x).options());
    auto parts = Parted::apply(tensor(x), heads, optional(cosines).value_or(none), optional(sines).value_or(none));
    *query = give(parts[0]);
    *key = give(parts[1]);
    *value = give(parts[2]);
  });
}
int ct_adam(ct_adam_rule rule, const ct_tensor *parameters, const ct_tensor *gradients, const ct_tensor *first,
            const ct_tensor *second, size_t count, ct_tensor *new_parameters, ct_tensor *new_first,
            ct_tensor *new_second) {
  return guarded([&] {
    at::NoGradGuard no_tape;
    for (size_t i = 0; i < count; ++i) {
      auto p = tensor(parameters[i]).detach().contiguous(), g = tensor(gradients[i]).detach().contiguous();
      TORCH_CHECK(g.sizes() == p.sizes() && g.scalar_type() == p.scalar_type(), "the gradient ", g.sizes(), " of ",
                  p.sizes(), " does not fit");
      auto m = first ? tensor(first[i]).contiguous() : at::Tensor(), v = second ? tensor(second[i]).contiguous() : at::Tensor();
      TORCH_CHECK(!m.defined() || (m.sizes() == p.sizes() && m.scalar_type() == p.scalar_type()), "a moment does not fit");
      TORCH_CHECK(!v.defined() || (v.sizes() == p.sizes() && v.scalar_type() == p.scalar_type()), "a moment does not fit");
      auto p1 = at::empty_like(p), m1 = at::empty_like(p), v1 = at::empty_like(p);
      typed(p, [&](auto zero) {
        using T = decltype(zero);
        simd::run<adam<T>>(static_cast<const ct_adam_rule *>(&rule), p.template const_data_ptr<T>(),
                           g.template const_data_ptr<T>(),
                           m.defined() ? m.template const_data_ptr<T>() : static_cast<const T *>(nullptr),
                           v.defined() ? v.template const_data_ptr<T>() : static_cast<const T *>(nullptr), p.numel(),
                           p1.template mutable_data_ptr<T>(), m1.template mutable_data_ptr<T>(),
                           v1.template mutable_data_ptr<T>());
      });
      if (rule.angle) p1 = (rule.keep == 1 ? p : p * rule.keep).add(at::atan2(m1, p1), -rule.rate);
      new_parameters[i] = give(p1);
      new_first[i] = give(m1);
      new_second[i] = give(v1);
    }
  });
}
