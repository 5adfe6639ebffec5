// Products of small matrices whose rows lie anywhere: what is left of a convolution when no patch is ever copied.
#pragma once
#include "simd.h"

namespace product {
/// Rows of a tile of sums.
constexpr int64_t tileRows = 6;

template <typename V, typename T> CT_INLINE V take(const T *from) {
  V v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
template <typename V, typename T> CT_INLINE V take(const T *from, int64_t n) {
  V v{};
  for (int64_t i = 0; i < n; ++i) v[i] = from[i];
  return v;
}

/// Rows `to[0..<rows]` of `out` gain rows `from[0..<rows]` of `a` times `b` [depth, ≥ vectors · lanes]; `tail` > 0 writes
/// that many columns only.
template <typename V, typename T, int64_t rows, int vectors>
CT_INLINE void gain(const T *a, const int32_t *from, T *out, const int32_t *to, const T *b, int64_t step, int64_t depth,
                    int64_t tail) {
  constexpr int64_t lanes = sizeof(V) / sizeof(T);
  V sums[rows][vectors];
  const T *source[rows];
  CT_UNROLL for (int64_t r = 0; r < rows; ++r) {
    source[r] = a + from[r];
    CT_UNROLL for (int v = 0; v < vectors; ++v)
      sums[r][v] = tail > 0 ? take<V>(out + to[r], tail) : take<V>(out + to[r] + v * lanes);
  }
  for (int64_t k = 0; k < depth; ++k, b += step) {
    V factor[vectors];
    CT_UNROLL for (int v = 0; v < vectors; ++v) factor[v] = take<V>(b + v * lanes);
    CT_UNROLL for (int64_t r = 0; r < rows; ++r)
      CT_UNROLL for (int v = 0; v < vectors; ++v) sums[r][v] += source[r][k] * factor[v];
  }
  CT_UNROLL for (int64_t r = 0; r < rows; ++r)
    if (tail > 0) for (int64_t i = 0; i < tail; ++i) out[to[r] + i] = sums[r][0][i];
    else CT_UNROLL for (int v = 0; v < vectors; ++v) std::memcpy(out + to[r] + v * lanes, &sums[r][v], sizeof(V));
}

template <typename V, typename T, int vectors>
CT_INLINE void gainColumns(const T *a, const int32_t *from, T *out, const int32_t *to, int64_t count, const T *b,
                           int64_t step, int64_t depth, int64_t tail) {
  int64_t i = 0;
  for (; i + tileRows <= count; i += tileRows)
    gain<V, T, tileRows, vectors>(a, from + i, out, to + i, b, step, depth, tail);
  for (; i + 2 <= count; i += 2) gain<V, T, 2, vectors>(a, from + i, out, to + i, b, step, depth, tail);
  if (i < count) gain<V, T, 1, vectors>(a, from + i, out, to + i, b, step, depth, tail);
}

/// out[to[i], :] += a[from[i], :] · b for `count` rows; b [depth, width] has rows `step` apart, readable up to a multiple of
/// 64 bytes; offsets count elements.
template <typename T, int bytes, int vectors>
CT_INLINE void gainRows(const T *a, const int32_t *from, T *out, const int32_t *to, int64_t count, const T *b, int64_t step,
                        int64_t depth, int64_t width) {
  typedef T V __attribute__((vector_size(bytes)));
  constexpr int64_t lanes = bytes / sizeof(T);
  int64_t j = 0;
  for (; j + vectors * lanes <= width; j += vectors * lanes)
    gainColumns<V, T, vectors>(a, from, out + j, to, count, b + j, step, depth, 0);
  for (; j + lanes <= width; j += lanes) gainColumns<V, T, 1>(a, from, out + j, to, count, b + j, step, depth, 0);
  if (j < width) gainColumns<V, T, 1>(a, from, out + j, to, count, b + j, step, depth, width - j);
}

/// out [rows, vectors · lanes], rows `line` apart, gains Σᵢ a[to[i]] ⊗ b[from[i]], or is that sum where it is `fresh`.
template <typename V, typename T, int64_t rows, int vectors>
CT_INLINE void outer(const T *a, const int32_t *to, const T *b, const int32_t *from, int64_t count, T *out, int64_t line,
                     bool fresh, int64_t tail) {
  constexpr int64_t lanes = sizeof(V) / sizeof(T);
  V sums[rows][vectors];
  CT_UNROLL for (int64_t r = 0; r < rows; ++r)
    CT_UNROLL for (int v = 0; v < vectors; ++v)
      sums[r][v] = fresh      ? V{}
                   : tail > 0 ? take<V>(out + r * line, tail)
                              : take<V>(out + r * line + v * lanes);
  for (int64_t i = 0; i < count; ++i) {
    const T *left = a + to[i], *right = b + from[i];
    V factor[vectors];
    CT_UNROLL for (int v = 0; v < vectors; ++v) factor[v] = tail > 0 ? take<V>(right, tail) : take<V>(right + v * lanes);
    CT_UNROLL for (int64_t r = 0; r < rows; ++r)
      CT_UNROLL for (int v = 0; v < vectors; ++v) sums[r][v] += left[r] * factor[v];
  }
  CT_UNROLL for (int64_t r = 0; r < rows; ++r)
    if (tail > 0) for (int64_t i = 0; i < tail; ++i) out[r * line + i] = sums[r][0][i];
    else CT_UNROLL for (int v = 0; v < vectors; ++v) std::memcpy(out + r * line + v * lanes, &sums[r][v], sizeof(V));
}

template <typename V, typename T, int vectors>
CT_INLINE void outerColumns(const T *a, const int32_t *to, int64_t height, const T *b, const int32_t *from, int64_t count,
                            T *out, int64_t line, bool fresh, int64_t tail) {
  int64_t r = 0;
  for (; r + tileRows <= height; r += tileRows)
    outer<V, T, tileRows, vectors>(a + r, to, b, from, count, out + r * line, line, fresh, tail);
  for (; r + 4 <= height; r += 4) outer<V, T, 4, vectors>(a + r, to, b, from, count, out + r * line, line, fresh, tail);
  for (; r < height; ++r) outer<V, T, 1, vectors>(a + r, to, b, from, count, out + r * line, line, fresh, tail);
}

/// out [height, width] += Σᵢ a[to[i], :] ⊗ b[from[i], :] over `count` pairs of rows; = where it is `fresh`.
template <typename T, int bytes, int vectors>
CT_INLINE void outerRows(const T *a, const int32_t *to, int64_t height, const T *b, const int32_t *from, int64_t count,
                         int64_t width, T *out, int64_t line, bool fresh) {
  typedef T V __attribute__((vector_size(bytes)));
  constexpr int64_t lanes = bytes / sizeof(T);
  int64_t j = 0;
  for (; j + vectors * lanes <= width; j += vectors * lanes)
    outerColumns<V, T, vectors>(a, to, height, b + j, from, count, out + j, line, fresh, 0);
  for (; j + lanes <= width; j += lanes)
    outerColumns<V, T, 1>(a, to, height, b + j, from, count, out + j, line, fresh, 0);
  if (j < width) outerColumns<V, T, 1>(a, to, height, b + j, from, count, out + j, line, fresh, width - j);
}

/// out [columns, rows] = in [rows, columns] transposed, rows `line` and `step` apart.
template <typename T> CT_INLINE void transpose(const T *in, int64_t line, int64_t rows, int64_t columns, T *out, int64_t step) {
  constexpr int64_t n = simd::lanes;
  typedef simd::vector<T> V;
  int64_t r = 0;
  for (; r + n <= rows; r += n) {
    int64_t c = 0;
    for (; c + n <= columns; c += n) {
      V a[n], b[n];
      for (int64_t i = 0; i < n; ++i) a[i] = take<V>(in + (r + i) * line + c);
      for (int64_t i = 0; i < n; i += 2) {
        b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
      }
      for (int64_t i = 0; i < n; i += 4)
        for (int64_t j = 0; j < 2; ++j) {
          a[i + j] = __builtin_shufflevector(b[i + j], b[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
          a[i + j + 2] = __builtin_shufflevector(b[i + j], b[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
      for (int64_t j = 0; j < 4; ++j) {
        b[j] = __builtin_shufflevector(a[j], a[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        b[j + 4] = __builtin_shufflevector(a[j], a[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
      }
      for (int64_t i = 0; i < n; ++i) std::memcpy(out + (c + i) * step + r, &b[i], sizeof(V));
    }
    for (; c < columns; ++c)
      for (int64_t i = 0; i < n; ++i) out[c * step + r + i] = in[(r + i) * line + c];
  }
  for (; r < rows; ++r)
    for (int64_t c = 0; c < columns; ++c) out[c * step + r] = in[r * line + c];
}

// A tile of 6 × 4 registers of 64 bytes, 6 × 2 of 32, 6 × 2 of 16: 24 or 12 sums, which 32 or 16 registers hold.
template <typename T>
void addRows(const T *a, const int32_t *from, T *out, const int32_t *to, int64_t count, const T *b, int64_t step, int64_t depth,
             int64_t width) {
  simd::choose<gainRows<T, 64, 4>, gainRows<T, 32, 2>, gainRows<T, 16, 2>>(a, from, out, to, count, b, step, depth, width);
}
template <typename T>
void addOuter(const T *a, const int32_t *to, int64_t height, const T *b, const int32_t *from, int64_t count, int64_t width,
              T *out, int64_t line, bool fresh) {
  simd::choose<outerRows<T, 64, 4>, outerRows<T, 32, 2>, outerRows<T, 16, 2>>(a, to, height, b, from, count, width, out, line, fresh);
}
} // namespace product
