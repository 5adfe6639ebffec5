// The arithmetic of a batch norm with the rectifier behind it, for one task, forward, back and back once more: y = max(0, γ x̂
// + β), x̂ = (x − μ) r, r = 1 / √(σ² + ε), where μ and σ² are a channel's over the rows of the task.
#pragma once
#include "fused.h"

namespace standardize {
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
} // namespace standardize
