// A general matrix product in tiles that registers hold (Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix
// Multiplication"), for processors on which the product of libtorch leaves half of them empty.
#pragma once
#include "product.h"
#include <algorithm>

namespace gemm {
/// Whether `multiplied` is the faster one: AMD's registers of 512 bits, for which libtorch's MKL has kernels of 256. Compiled
/// with CT_WITHOUT_GEMM nothing is.
inline bool isFaster() {
#if defined(__x86_64__) && !defined(CT_WITHOUT_GEMM)
  static const bool is = simd::form() == 2 && __builtin_cpu_is("amd");
  return is;
#else
  return false;
#endif
}

/// A matrix: element (i, j) lies at data[i · down + j · across], and one of the two is 1.
template <typename T> struct Matrix {
  const T *data;
  int64_t down, across;
};

// A tile of 6 × 4 registers: 24 sums, which with 4 factors fit into 32. The blocks of `a` stay in a second-level cache.
constexpr int64_t tileRows = product::tileRows, tileVectors = 4, rowBlock = 33 * tileRows, depthBlock = 256;
template <typename T> constexpr int64_t lanes = 64 / static_cast<int64_t>(sizeof(T));
template <typename T> constexpr int64_t panelWidth = tileVectors *lanes<T>;

/// Panels that hold `n` columns.
template <typename T> constexpr int64_t panels(int64_t n) { return (n + panelWidth<T> - 1) / panelWidth<T>; }
/// Numbers that `multiply` packs.
template <typename T> constexpr int64_t scratch(int64_t n) {
  return depthBlock * (panels<T>(n) * panelWidth<T> + rowBlock);
}

/// Columns from..<from + width of rows begin..<begin + depth of `b`, as a panel [depth, panelWidth].
template <typename T>
CT_INLINE void packPanel(const Matrix<T> &b, int64_t begin, int64_t depth, int64_t from, int64_t width, T *panel) {
  constexpr int64_t line = panelWidth<T>;
  if (width % lanes<T> != 0) std::memset(panel, 0, sizeof(T) * static_cast<size_t>(depth * line));
  if (b.across != 1)
    product::transpose(b.data + from * b.across + begin, b.across, width, depth, panel, line);
  else
    for (int64_t k = 0; k < depth; ++k)
      std::memcpy(panel + k * line, b.data + (begin + k) * b.down + from, sizeof(T) * static_cast<size_t>(width));
}

/// Rows from..<from + count of `a`, whose columns begin..<begin + depth lie apart, as columns that lie close.
template <typename T>
CT_INLINE void packColumns(const Matrix<T> &a, int64_t begin, int64_t depth, int64_t from, int64_t count, T *columns) {
  for (int64_t k = 0; k < depth; ++k)
    std::memcpy(columns + k * rowBlock, a.data + (begin + k) * a.across + from, sizeof(T) * static_cast<size_t>(count));
}

/// c [rows ≤ tileRows, width] = a [rows, depth] · panel, or gains it where it is not `fresh`.
template <typename T, int vectors>
CT_INLINE void tile(const Matrix<T> &a, int64_t rows, const T *panel, int64_t depth, T *c, int64_t line, int64_t width,
                    bool fresh) {
  typedef T V __attribute__((vector_size(64)));
  constexpr int64_t n = lanes<T>;
  V sums[tileRows][vectors] = {};
  const T *row[tileRows];
  for (int64_t r = 0; r < tileRows; ++r) row[r] = a.data + std::min(r, rows - 1) * a.down; // too few: one counts twice
  for (int64_t k = 0; k < depth; ++k, panel += panelWidth<T>) {
    V factor[vectors];
    CT_UNROLL for (int v = 0; v < vectors; ++v) factor[v] = product::take<V>(panel + v * n);
    CT_UNROLL for (int64_t r = 0; r < tileRows; ++r)
      CT_UNROLL for (int v = 0; v < vectors; ++v) sums[r][v] += row[r][k * a.across] * factor[v];
  }
  CT_UNROLL for (int64_t r = 0; r < tileRows; ++r, c += line) {
    if (r >= rows) break;
    if (width == vectors * n) {
      CT_UNROLL for (int v = 0; v < vectors; ++v) {
        if (!fresh) sums[r][v] += product::take<V>(c + v * n);
        std::memcpy(c + v * n, &sums[r][v], sizeof(V));
      }
    } else {
      T all[vectors * n];
      CT_UNROLL for (int v = 0; v < vectors; ++v) std::memcpy(all + v * n, &sums[r][v], sizeof(V));
      for (int64_t j = 0; j < width; ++j) c[j] = fresh ? all[j] : c[j] + all[j];
    }
  }
}

template <typename T>
CT_INLINE void tileOf(int64_t vectors, const Matrix<T> &a, int64_t rows, const T *panel, int64_t depth, T *c, int64_t line,
                      int64_t width, bool fresh) {
  switch (vectors) {
  case 1: return tile<T, 1>(a, rows, panel, depth, c, line, width, fresh);
  case 2: return tile<T, 2>(a, rows, panel, depth, c, line, width, fresh);
  case 3: return tile<T, 3>(a, rows, panel, depth, c, line, width, fresh);
  default: return tile<T, 4>(a, rows, panel, depth, c, line, width, fresh);
  }
}

/// c [m, n], its rows one after another, = a [m, depth] · b [depth, n]. `room` has `scratch(n)` numbers. Every number of c is
/// summed in the order of depth, in blocks, whatever m and n are.
template <typename T>
CT_INLINE void multiply(const Matrix<T> a, const Matrix<T> b, T *c, int64_t m, int64_t n, int64_t depth, T *room) {
  T *columns = room, *packed = room + rowBlock * depthBlock;
  for (int64_t begin = 0; begin < depth; begin += depthBlock) {
    const int64_t part = std::min(depthBlock, depth - begin), panel = part * panelWidth<T>;
    for (int64_t p = 0, j = 0; j < n; ++p, j += panelWidth<T>)
      packPanel(b, begin, part, j, std::min(panelWidth<T>, n - j), packed + p * panel);
    for (int64_t from = 0; from < m; from += rowBlock) {
      const int64_t rows = std::min(rowBlock, m - from);
      if (a.across != 1) packColumns(a, begin, part, from, rows, columns);
      for (int64_t p = 0, j = 0; j < n; ++p, j += panelWidth<T>) {
        const int64_t width = std::min(panelWidth<T>, n - j);
        for (int64_t i = 0; i < rows; i += tileRows) {
          const Matrix<T> left = a.across != 1 ? Matrix<T>{columns + i, 1, rowBlock}
                                               : Matrix<T>{a.data + (from + i) * a.down + begin, a.down, 1};
          tileOf<T>((width + lanes<T> - 1) / lanes<T>, left, std::min(tileRows, rows - i), packed + p * panel, part,
                    c + (from + i) * n + j, n, width, begin == 0);
        }
      }
    }
  }
}

/// `multiply` with the instructions that it is written for.
template <typename T>
void multiplied(const Matrix<T> &a, const Matrix<T> &b, T *c, int64_t m, int64_t n, int64_t depth, T *room) {
#if defined(__x86_64__)
  simd::newest<multiply<T>>(a, b, c, m, n, depth, room);
#else
  multiply<T>(a, b, c, m, n, depth, room);
#endif
}
} // namespace gemm
