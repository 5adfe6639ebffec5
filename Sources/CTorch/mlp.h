// A ReLU network under mean squared error, written out: loss, gradient and Hessian-vector products of one task
// (Pearlmutter 1994). All of a task stays in the first cache; nothing is allocated inside.
#pragma once
#include "simd.h"
#include <vector>

namespace mlp {
using simd::lanes;
using simd::padded;

/// R rows and V vectors of columns of C (+)= A·B, in registers throughout. A is strided, B and C have whole rows.
template <typename T, int R, int V>
CT_INLINE void tile(bool add, int64_t depth, const T *a, int64_t row, int64_t column, const T *b, int64_t ldb, T *c,
                    int64_t ldc) {
  simd::vector<T> sums[R][V];
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < V; ++v) {
      if (add) simd::load<T>(sums[r][v], c + r * ldc + v * lanes);
      else sums[r][v] = simd::vector<T>{};
    }
  for (int64_t k = 0; k < depth; ++k) {
    simd::vector<T> bs[V];
    for (int v = 0; v < V; ++v) simd::load<T>(bs[v], b + k * ldb + v * lanes);
    for (int r = 0; r < R; ++r)
      for (int v = 0; v < V; ++v) sums[r][v] += a[r * row + k * column] * bs[v];
  }
  for (int r = 0; r < R; ++r)
    for (int v = 0; v < V; ++v) simd::store<T>(c + r * ldc + v * lanes, sums[r][v]);
}

template <typename T, int V>
CT_INLINE void strip(bool add, int64_t rows, int64_t depth, const T *a, int64_t row, int64_t column, const T *b,
                     int64_t ldb, T *c, int64_t ldc) {
  int64_t r = 0;
  for (; r + 5 <= rows; r += 5) tile<T, 5, V>(add, depth, a + r * row, row, column, b, ldb, c + r * ldc, ldc);
  for (; r < rows; ++r) tile<T, 1, V>(add, depth, a + r * row, row, column, b, ldb, c + r * ldc, ldc);
}

/// C [rows, columns] (+)= A [rows, depth] · B [depth, columns]; `columns` is a multiple of the lanes.
template <typename T>
CT_INLINE void multiply(bool add, int64_t rows, int64_t columns, int64_t depth, const T *a, int64_t row, int64_t column,
                        const T *b, int64_t ldb, T *c, int64_t ldc) {
  int64_t n = 0;
  for (; n + 2 * lanes <= columns; n += 2 * lanes)
    strip<T, 2>(add, rows, depth, a, row, column, b + n, ldb, c + n, ldc);
  if (n < columns) strip<T, 1>(add, rows, depth, a, row, column, b + n, ldb, c + n, ldc);
}

struct Layer {
  int64_t in, out, ldi, ldo; // ld: padded to whole vectors, the padding always zero
  int64_t weight, bias;      // where Wᵀ [in, ldo] and b [ldo] begin in a parameter block
  int64_t plain;             // where W [out, ldi] begins in a block of plain weights
  int64_t input, output;     // where h [points, ldi] and its delta [points, ldo] begin in a block of activations
};

/// The sizes of everything: of a block of parameters, of plain weights, of all inputs and of all deltas.
struct Plan {
  std::vector<Layer> layers;
  int64_t parameters = 0, plain = 0, inputs = 0, outputs = 0, steps = 0, tasks = 0, points[2] = {0, 0};
  size_t leaves() const { return 2 * layers.size(); }
  int64_t pass() const { return inputs + outputs; }
};

/// Where a pass keeps what it saw: inputs h of every layer, deltas ∂L/∂z, one block each.
template <typename T> struct Pass {
  T *inputs, *deltas;
};

/// The support set (0) or query set (1) of a task.
template <typename T> struct Examples {
  const T *x, *y;
  int64_t points;
};

template <typename T>
CT_INLINE Examples<T> examples(const Plan &plan, const T *const *data, int64_t task, int set) {
  const int64_t first = task * plan.points[set];
  return {data[2 * set] + first * plan.layers.front().in, data[2 * set + 1] + first * plan.layers.back().out,
          plan.points[set]};
}

template <typename T> CT_INLINE void transpose(const Plan &plan, const T *block, T *plain) {
  for (size_t l = 1; l < plan.layers.size(); ++l) { // the first layer's is never asked for
    const Layer &y = plan.layers[l];
    const T *from = block + y.weight;
    T *to = plain + y.plain;
    for (int64_t o = 0; o < y.out; ++o)
      for (int64_t i = 0; i < y.in; ++i) to[o * y.ldi + i] = from[i * y.ldo + o];
  }
}

template <typename T> CT_INLINE void rectify(T *to, const T *from, const T *sign, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = sign[i] > 0 ? from[i] : T(0);
}

template <typename T> CT_INLINE void fill(T *rows, const T *row, int64_t count, int64_t width) {
  for (int64_t p = 0; p < count; ++p) std::memcpy(rows + p * width, row, sizeof(T) * static_cast<size_t>(width));
}

template <typename T> CT_INLINE void addRows(T *sum, const T *rows, int64_t count, int64_t width) {
  for (int64_t p = 0; p < count; ++p)
    for (int64_t i = 0; i < width; ++i) sum[i] += rows[p * width + i];
}

/// The loss at `theta`; leaves the inputs of every layer and ∂L/∂z of the last one in `pass`.
template <typename T>
CT_INLINE T loss(const Plan &plan, const T *theta, const Examples<T> &examples, const Pass<T> &pass) {
  const auto &layers = plan.layers;
  const size_t last = layers.size() - 1;
  const Layer &bottom = layers[0], &top = layers[last];
  const int64_t points = examples.points;
  for (int64_t p = 0; p < points; ++p)
    for (int64_t i = 0; i < bottom.in; ++i)
      pass.inputs[bottom.input + p * bottom.ldi + i] = examples.x[p * bottom.in + i];
  for (size_t l = 0; l <= last; ++l) {
    const Layer &n = layers[l];
    T *z = pass.deltas + n.output;
    fill(z, theta + n.bias, points, n.ldo);
    multiply<T>(true, points, n.ldo, n.in, pass.inputs + n.input, n.ldi, 1, theta + n.weight, n.ldo, z, n.ldo);
    if (l < last) rectify(pass.inputs + layers[l + 1].input, z, z, points * n.ldo);
  }
  T total = 0, scale = T(2) / T(points * top.out);
  for (int64_t p = 0; p < points; ++p)
    for (int64_t o = 0; o < top.out; ++o) {
      T &z = pass.deltas[top.output + p * top.ldo + o];
      T difference = z - examples.y[p * top.out + o];
      total += difference * difference;
      z = scale * difference;
    }
  return total / T(points * top.out);
}

/// Loss and gradient at `theta`, whose plain weights are `plain`.
template <typename T>
CT_INLINE T gradient(const Plan &plan, const T *theta, const T *plain, const Examples<T> &examples,
                     const Pass<T> &pass, T *gradient) {
  const auto &layers = plan.layers;
  const int64_t points = examples.points;
  const T value = loss(plan, theta, examples, pass);
  for (size_t l = layers.size(); l-- > 0;) {
    const Layer &n = layers[l];
    const T *h = pass.inputs + n.input, *d = pass.deltas + n.output;
    multiply<T>(false, n.in, n.ldo, points, h, 1, n.ldi, d, n.ldo, gradient + n.weight, n.ldo);
    std::memset(gradient + n.bias, 0, sizeof(T) * static_cast<size_t>(n.ldo));
    addRows(gradient + n.bias, d, points, n.ldo);
    if (l == 0) break;
    T *below = pass.deltas + layers[l - 1].output;
    multiply<T>(false, points, n.ldi, n.out, d, n.ldo, 1, plain + n.plain, n.ldi, below, n.ldi);
    rectify(below, below, h, points * n.ldi);
  }
  return value;
}

/// H·u at the place where `pass` was made; `other` is written over.
template <typename T>
CT_INLINE void curvature(const Plan &plan, const T *theta, const T *plain, const T *u, const T *plainU, int64_t points,
                         const Pass<T> &pass, const Pass<T> &other, T *result) {
  const auto &layers = plan.layers;
  const size_t last = layers.size() - 1;
  for (size_t l = 0; l <= last; ++l) {
    const Layer &n = layers[l];
    T *rz = other.deltas + n.output;
    fill(rz, u + n.bias, points, n.ldo);
    multiply<T>(true, points, n.ldo, n.in, pass.inputs + n.input, n.ldi, 1, u + n.weight, n.ldo, rz, n.ldo);
    if (l > 0)
      multiply<T>(true, points, n.ldo, n.in, other.inputs + n.input, n.ldi, 1, theta + n.weight, n.ldo, rz, n.ldo);
    if (l < last)
      rectify(other.inputs + layers[l + 1].input, rz, pass.inputs + layers[l + 1].input, points * n.ldo);
  }
  const Layer &top = layers[last];
  T *rd = other.deltas + top.output, scale = T(2) / T(points * top.out);
  for (int64_t i = 0; i < points * top.ldo; ++i) rd[i] *= scale;
  for (size_t l = last + 1; l-- > 0;) {
    const Layer &n = layers[l];
    const T *h = pass.inputs + n.input, *rh = other.inputs + n.input, *d = pass.deltas + n.output;
    rd = other.deltas + n.output;
    multiply<T>(false, n.in, n.ldo, points, h, 1, n.ldi, rd, n.ldo, result + n.weight, n.ldo);
    if (l > 0) multiply<T>(true, n.in, n.ldo, points, rh, 1, n.ldi, d, n.ldo, result + n.weight, n.ldo);
    std::memset(result + n.bias, 0, sizeof(T) * static_cast<size_t>(n.ldo));
    addRows(result + n.bias, rd, points, n.ldo);
    if (l == 0) break;
    T *below = other.deltas + layers[l - 1].output;
    multiply<T>(false, points, n.ldi, n.out, rd, n.ldo, 1, plain + n.plain, n.ldi, below, n.ldi);
    multiply<T>(true, points, n.ldi, n.out, d, n.ldo, 1, plainU + n.plain, n.ldi, below, n.ldi);
    rectify(below, below, h, points * n.ldi);
  }
}

/// to ← base − s·from, or to ← s·from without a base, with a factor s for each leaf.
template <typename T> CT_INLINE void scaled(const Plan &plan, const T *factors, const T *from, const T *base, T *to) {
  for (size_t l = 0; l < plan.layers.size(); ++l) {
    const Layer &n = plan.layers[l];
    const int64_t starts[3] = {n.weight, n.bias, n.bias + n.ldo};
    for (int leaf = 0; leaf < 2; ++leaf) {
      const T s = factors[2 * l + static_cast<size_t>(leaf)];
      if (base)
        for (int64_t i = starts[leaf]; i < starts[leaf + 1]; ++i) to[i] = base[i] - s * from[i];
      else
        for (int64_t i = starts[leaf]; i < starts[leaf + 1]; ++i) to[i] = s * from[i];
    }
  }
}

template <typename T> CT_INLINE T dot(const T *a, const T *b, int64_t count) {
  simd::vector<T> total{}, left, right;
  for (int64_t i = 0; i < count; i += lanes) {
    simd::load<T>(left, a + i);
    simd::load<T>(right, b + i);
    total += left * right;
  }
  return simd::sum<T>(total);
}
} // namespace mlp
