// Batch norm task by task, with the rectifier behind it: y = max(0, γ x̂ + β), x̂ = (x − μ) r, r = 1 / √(σ² + ε), where μ and σ²
// are a channel's over the rows of one task.
#include "fused.h"

using namespace shim;
using namespace fused;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
/// One task: where its numbers are. γ and β are null for 1 and 0.
template <typename T> struct Task {
  int64_t rows, channels;
  bool rectified;
  const T *x, *scale, *shift;
  T *mean, *root; // μ and r
};
/// What comes in and goes out with a gradient, and with the gradient of it.
template <typename T> struct Slopes {
  const T *seed, *u, *uScale, *uShift; // u: what the first gradient's parts are charged
  T *toX, *toSeed, *toScale, *toShift;
};

/// Some neighbouring channels in `vectors` registers, or the first `tail` of one.
template <typename V, typename T, int vectors> struct Columns {
  static constexpr int64_t lanes = sizeof(V) / sizeof(T);
  int64_t at, tail;

  CT_INLINE void load(V *to, const T *row, T otherwise = 0) const {
    for (int v = 0; v < vectors; ++v)
      if (!row) to[v] = V{} + otherwise;
      else if (tail == 0) std::memcpy(&to[v], row + at + v * lanes, sizeof(V));
      else for (int64_t i = 0; i < lanes; ++i) to[v][i] = i < tail ? row[at + i] : T(0);
  }
  CT_INLINE void store(T *row, const V *from) const {
    for (int v = 0; v < vectors; ++v)
      if (!row) continue;
      else if (tail == 0) std::memcpy(row + at + v * lanes, &from[v], sizeof(V));
      else for (int64_t i = 0; i < tail; ++i) row[at + i] = from[v][i];
  }
};

template <typename V, typename T, int vectors>
CT_INLINE void forward(const Columns<V, T, vectors> c, const Task<T> &t, T epsilon, T *y) {
  V sums[vectors]{}, x[vectors], mean[vectors], squares[vectors]{}, root[vectors], scale[vectors], shift[vectors];
  const T each = T(1) / static_cast<T>(t.rows);
  for (int64_t row = 0; row < t.rows; ++row) {
    c.load(x, t.x + row * t.channels);
    for (int v = 0; v < vectors; ++v) sums[v] += x[v];
  }
  for (int v = 0; v < vectors; ++v) mean[v] = sums[v] * each;
  for (int64_t row = 0; row < t.rows; ++row) {
    c.load(x, t.x + row * t.channels);
    for (int v = 0; v < vectors; ++v) squares[v] += (x[v] - mean[v]) * (x[v] - mean[v]);
  }
  c.load(scale, t.scale, 1);
  c.load(shift, t.shift);
  for (int v = 0; v < vectors; ++v) {
    const V variance = squares[v] * each + epsilon;
    for (int64_t i = 0; i < c.lanes; ++i) root[v][i] = T(1) / std::sqrt(variance[i]);
    scale[v] *= root[v];
  }
  c.store(t.mean, mean);
  c.store(t.root, root);
  for (int64_t row = 0; row < t.rows; ++row) {
    c.load(x, t.x + row * t.channels);
    for (int v = 0; v < vectors; ++v) {
      x[v] = (x[v] - mean[v]) * scale[v] + shift[v];
      if (t.rectified) x[v] = x[v] < T(0) ? V{} : x[v];
    }
    c.store(y + row * t.channels, x);
  }
}

/// The numbers of one row: x̂, and of the seed what the rectifier lets through.
template <typename V, typename T, int vectors>
CT_INLINE void through(const Columns<V, T, vectors> c, const Task<T> &t, const T *seed, int64_t row, const V *mean,
                       const V *root, const V *scale, const V *shift, V *x, V *h) {
  c.load(x, t.x + row * t.channels);
  c.load(h, seed + row * t.channels);
  for (int v = 0; v < vectors; ++v) {
    const V d = x[v] - mean[v];
    if (t.rectified) h[v] = d * (scale[v] * root[v]) + shift[v] <= T(0) ? V{} : h[v];
    x[v] = d * root[v];
  }
}

/// h = seed where y > 0: β is charged Σh, γ Σh x̂, and x γ r (h − mean(h) − x̂ mean(h x̂)).
template <typename V, typename T, int vectors>
CT_INLINE void backward(const Columns<V, T, vectors> c, const Task<T> &t, const Slopes<T> &s) {
  V mean[vectors], root[vectors], scale[vectors], shift[vectors], x[vectors], h[vectors], sum[vectors]{}, product[vectors]{};
  const T each = T(1) / static_cast<T>(t.rows);
  c.load(mean, t.mean);
  c.load(root, t.root);
  c.load(scale, t.scale, 1);
  c.load(shift, t.shift);
  for (int64_t row = 0; row < t.rows; ++row) {
    through(c, t, s.seed, row, mean, root, scale, shift, x, h);
    for (int v = 0; v < vectors; ++v) sum[v] += h[v], product[v] += h[v] * x[v];
  }
  c.store(s.toShift, sum);
  c.store(s.toScale, product);
  for (int64_t row = 0; row < t.rows; ++row) {
    through(c, t, s.seed, row, mean, root, scale, shift, x, h);
    for (int v = 0; v < vectors; ++v) x[v] = scale[v] * root[v] * (h[v] - sum[v] * each - x[v] * (product[v] * each));
    c.store(s.toX + row * t.channels, x);
  }
}

/// The gradient of ⟨u, γ r (h − a − x̂ b)⟩ + uᵞ Σh x̂ + uᵝ Σh, where a = mean(h), b = mean(h x̂), c = mean(u x̂) and
/// e = mean(u h) − mean(u) a − c b:
/// seed: γ r (u − mean(u) − c x̂) + uᵞ x̂ + uᵝ where y > 0; γ: rows · r e;
/// x: r (q − mean(q) − x̂ mean(q x̂)) − γ r² e x̂ with q = (uᵞ − γ r c) h − γ r b u.
template <typename V, typename T, int vectors>
CT_INLINE void backwardTwice(const Columns<V, T, vectors> c, const Task<T> &t, const Slopes<T> &s) {
  V mean[vectors], root[vectors], scale[vectors], shift[vectors], x[vectors], h[vectors], u[vectors];
  V a[vectors]{}, b[vectors]{}, middle[vectors]{}, slant[vectors]{}, e[vectors]{}, uScale[vectors], uShift[vectors];
  const T each = T(1) / static_cast<T>(t.rows);
  c.load(mean, t.mean);
  c.load(root, t.root);
  c.load(scale, t.scale, 1);
  c.load(shift, t.shift);
  c.load(uScale, s.uScale);
  c.load(uShift, s.uShift);
  for (int64_t row = 0; row < t.rows; ++row) {
    through(c, t, s.seed, row, mean, root, scale, shift, x, h);
    c.load(u, s.u + row * t.channels);
    for (int v = 0; v < vectors; ++v)
      a[v] += h[v], b[v] += h[v] * x[v], middle[v] += u[v], slant[v] += u[v] * x[v], e[v] += u[v] * h[v];
  }
  V ofH[vectors], ofU[vectors], ofX[vectors], constant[vectors], grown[vectors];
  for (int v = 0; v < vectors; ++v) {
    a[v] *= each, b[v] *= each, middle[v] *= each, slant[v] *= each;
    e[v] = e[v] * each - middle[v] * a[v] - slant[v] * b[v];
    grown[v] = scale[v] * root[v];
    ofH[v] = uScale[v] - grown[v] * slant[v];
    ofU[v] = -grown[v] * b[v];
    constant[v] = ofH[v] * a[v] + ofU[v] * middle[v];
    ofX[v] = ofH[v] * b[v] + ofU[v] * slant[v] + grown[v] * e[v];
    e[v] = e[v] * root[v] * static_cast<T>(t.rows);
  }
  c.store(s.toScale, e);
  for (int64_t row = 0; row < t.rows; ++row) {
    through(c, t, s.seed, row, mean, root, scale, shift, x, h);
    c.load(u, s.u + row * t.channels);
    V out[vectors];
    for (int v = 0; v < vectors; ++v) {
      out[v] = root[v] * (ofH[v] * h[v] + ofU[v] * u[v] - constant[v] - x[v] * ofX[v]);
      u[v] = grown[v] * (u[v] - middle[v] - slant[v] * x[v]) + uScale[v] * x[v] + uShift[v];
      if (t.rectified) u[v] = x[v] * scale[v] + shift[v] <= T(0) ? V{} : u[v];
    }
    c.store(s.toX + row * t.channels, out);
    c.store(s.toSeed + row * t.channels, u);
  }
}

/// Runs `body` over all channels, in registers of `bytes`.
template <typename T, int bytes, int vectors, typename Body> CT_INLINE void overColumns(int64_t channels, Body &&body) {
  typedef T V __attribute__((vector_size(bytes)));
  constexpr int64_t lanes = bytes / sizeof(T);
  int64_t j = 0;
  for (; j + vectors * lanes <= channels; j += vectors * lanes) body(Columns<V, T, vectors>{j, 0});
  for (; j + lanes <= channels; j += lanes) body(Columns<V, T, 1>{j, 0});
  if (j < channels) body(Columns<V, T, 1>{j, channels - j});
}
template <typename T, int bytes, int vectors> CT_INLINE void forwardAll(const Task<T> *t, T epsilon, T *y) {
  overColumns<T, bytes, vectors>(t->channels, [&](auto columns) CT_INLINE_LAMBDA { forward(columns, *t, epsilon, y); });
}
template <typename T, int bytes, int vectors> CT_INLINE void backwardAll(const Task<T> *t, const Slopes<T> *s) {
  overColumns<T, bytes, vectors>(t->channels, [&](auto columns) CT_INLINE_LAMBDA { backward(columns, *t, *s); });
}
template <typename T, int bytes, int vectors> CT_INLINE void twiceAll(const Task<T> *t, const Slopes<T> *s) {
  overColumns<T, bytes, vectors>(t->channels, [&](auto columns) CT_INLINE_LAMBDA { backwardTwice(columns, *t, *s); });
}

// An empty tensor stands for none.
bool given(const at::Tensor &t) { return t.defined() && t.numel() > 0; }
template <typename T> const T *reading(const at::Tensor &t, int64_t at) {
  return given(t) ? t.const_data_ptr<T>() + at : nullptr;
}
template <typename T> T *writing(const at::Tensor &t, int64_t at) {
  return given(t) ? t.mutable_data_ptr<T>() + at : nullptr;
}

/// x [tasks, rows, channels], and of each task's channels the scale, shift, mean and root [tasks, channels].
struct Tasks {
  at::Tensor x, scale, shift, mean, root;
  bool rectified;

  template <typename Body> void each(Body &&body) const {
    const int64_t rows = x.size(1), channels = x.size(2);
    typed(x, [&](auto zero) {
      using T = decltype(zero);
      overRows(x.size(0), rows * channels, [&](int64_t from, int64_t to) {
        for (int64_t task = from; task < to; ++task) {
          const int64_t large = task * rows * channels, small = task * channels;
          const Task<T> t{rows, channels, rectified, reading<T>(x, large), reading<T>(scale, small),
                          reading<T>(shift, small), writing<T>(mean, small), writing<T>(root, small)};
          body(t, large, small);
        }
      });
    });
  }
};

/// What x, the scale and the shift are charged; the last two only where they are.
variable_list gradient(const Tasks &all, const at::Tensor &seed) {
  auto g = seed.contiguous(), toX = at::empty_like(all.x);
  auto toScale = given(all.scale) ? at::empty_like(all.mean) : at::Tensor();
  auto toShift = given(all.scale) ? at::empty_like(all.mean) : at::Tensor();
  all.each([&](const auto &t, int64_t large, int64_t small) {
    using T = std::remove_pointer_t<decltype(t.mean)>;
    const Slopes<T> s{reading<T>(g, large), nullptr, nullptr, nullptr, writing<T>(toX, large), nullptr,
                      writing<T>(toScale, small), writing<T>(toShift, small)};
    simd::choose<backwardAll<T, 64, 4>, backwardAll<T, 32, 2>, backwardAll<T, 16, 1>>(&t, &s);
  });
  return {toX, toScale, toShift};
}

struct StandardizedGradient : Function<StandardizedGradient> {
  static variable_list forward(AutogradContext *context, const at::Tensor &seed, const at::Tensor &x,
                               const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
                               const at::Tensor &root, bool rectified) {
    context->save_for_backward({seed, x, scale, shift, mean, root});
    context->saved_data["rectified"] = rectified;
    auto parts = gradient({x.contiguous(), scale.contiguous(), shift.contiguous(), mean, root, rectified}, seed);
    if (!given(scale)) parts.resize(1);
    return parts;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    onlyTwice(false);
    auto saved = context->get_saved_variables();
    const Tasks all{saved[1].contiguous(), saved[2].contiguous(), saved[3].contiguous(), saved[4], saved[5],
                    context->saved_data["rectified"].toBool()};
    auto g = saved[0].contiguous(), u = seeds[0].contiguous();
    const bool scales = given(all.scale);
    auto uScale = scales ? seeds[1].contiguous() : at::Tensor(), uShift = scales ? seeds[2].contiguous() : at::Tensor();
    auto toSeed = at::empty_like(g), toX = at::empty_like(all.x);
    auto toScale = scales ? at::empty_like(all.mean) : at::Tensor();
    all.each([&](const auto &t, int64_t large, int64_t small) {
      using T = std::remove_pointer_t<decltype(t.mean)>;
      const Slopes<T> s{reading<T>(g, large),      reading<T>(u, large),      reading<T>(uScale, small),
                        reading<T>(uShift, small), writing<T>(toX, large),    writing<T>(toSeed, large),
                        writing<T>(toScale, small), nullptr};
      simd::choose<twiceAll<T, 64, 2>, twiceAll<T, 32, 1>, twiceAll<T, 16, 1>>(&t, &s);
    });
    return {toSeed, toX, toScale, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

struct Standardized : Function<Standardized> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &scale,
                            const at::Tensor &shift, double epsilon, bool rectified, bool twice) {
    auto mean = at::empty({x.size(0), x.size(2)}, x.options());
    const Tasks all{x.contiguous(), scale.contiguous(), shift.contiguous(), mean, at::empty_like(mean), rectified};
    auto y = at::empty_like(all.x);
    all.each([&](const auto &t, int64_t large, int64_t) {
      using T = std::remove_pointer_t<decltype(t.mean)>;
      simd::choose<forwardAll<T, 64, 4>, forwardAll<T, 32, 2>, forwardAll<T, 16, 1>>(&t, static_cast<T>(epsilon),
                                                                                       writing<T>(y, large));
    });
    context->save_for_backward({x, scale, shift, all.mean, all.root});
    context->saved_data["rectified"] = rectified;
    context->saved_data["twice"] = twice;
    return y;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    const bool twice = context->saved_data["twice"].toBool(), rectified = context->saved_data["rectified"].toBool();
    onlyTwice(twice);
    auto saved = context->get_saved_variables();
    auto parts = at::GradMode::is_enabled()
                     ? StandardizedGradient::apply(seeds[0], saved[0], saved[1], saved[2], saved[3], saved[4], rectified)
                     : gradient({saved[0].contiguous(), saved[1].contiguous(), saved[2].contiguous(), saved[3], saved[4], rectified}, seeds[0]);
    parts.resize(6);
    return parts;
  }
};

/// The same in libtorch's operations, for other dtypes and devices.
at::Tensor plain(const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, double epsilon, bool rectified) {
  auto y = (x - x.mean(1, true)) * (x.var(1, /*unbiased=*/false, true) + epsilon).rsqrt();
  if (given(scale)) y = y * scale.unsqueeze(1) + shift.unsqueeze(1);
  return rectified ? y.relu() : y;
}
} // namespace

int ct_standardized(ct_tensor handle, ct_tensor scale, ct_tensor shift, double epsilon, bool rectified, bool twice,
                    ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &x = tensor(handle);
    TORCH_CHECK(x.dim() == 3 && x.size(1) > 0, "rows to standardize are [tasks, rows, channels], not ", x.sizes());
    TORCH_CHECK(!scale.impl == !shift.impl, "a scale comes with a shift");
    at::Tensor factor = at::empty({0}, x.options()), term = factor;
    if (scale.impl) {
      for (const at::Tensor &t : {tensor(scale), tensor(shift)})
        TORCH_CHECK((t.dim() == 1 || (t.dim() == 2 && t.size(0) == x.size(0))) && t.size(-1) == x.size(2) &&
                        t.scalar_type() == x.scalar_type(),
                    "scale and shift are [channels] or [tasks, channels] of ", x.sizes(), ' ', x.scalar_type(), ", not ",
                    t.sizes(), ' ', t.scalar_type());
      factor = tensor(scale).expand({x.size(0), x.size(2)});
      term = tensor(shift).expand({x.size(0), x.size(2)});
    }
    return fits(x) ? Standardized::apply(x, factor, term, epsilon, rectified, twice)
                   : plain(x, factor, term, epsilon, rectified);
  });
}
