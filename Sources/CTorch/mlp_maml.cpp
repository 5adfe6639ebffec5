// Second-order MAML for a ReLU network, written out.
//
// A task takes θₖ₊₁ = θₖ − αₖ ∇L(θₖ); backwards, v = ∇L_query(θ_K) becomes v ← v − Hₖ (αₖ v) at each step, which needs
// Hessian-vector products only (Pearlmutter 1994). All of a task stays in the first cache; nothing is allocated inside.
#include "shim.h"
#include "simd.h"
#include <ATen/core/grad_mode.h>
#include <cmath>

using namespace shim;

namespace {
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

/// The sizes of everything; `points` is the larger of support and query.
struct Plan {
  std::vector<Layer> layers;
  int64_t parameters = 0, plain = 0, inputs = 0, outputs = 0, steps, tasks, points[2];
};

/// Where a pass keeps what it saw: inputs h of every layer, deltas ∂L/∂z, one block each.
template <typename T> struct Pass {
  T *inputs, *deltas;
};

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

/// Loss, deltas and gradient at `theta`; `scratch` holds an output.
template <typename T>
CT_INLINE T gradient(const Plan &plan, const T *theta, const T *plain, const T *x, const T *y, int64_t points,
                     const Pass<T> &pass, T *gradient) {
  const auto &layers = plan.layers;
  const size_t last = layers.size() - 1;
  for (int64_t p = 0; p < points; ++p)
    for (int64_t i = 0; i < layers[0].in; ++i) pass.inputs[layers[0].input + p * layers[0].ldi + i] = x[p * layers[0].in + i];
  for (size_t l = 0; l <= last; ++l) {
    const Layer &n = layers[l];
    T *z = pass.deltas + n.output;
    fill(z, theta + n.bias, points, n.ldo);
    multiply<T>(true, points, n.ldo, n.in, pass.inputs + n.input, n.ldi, 1, theta + n.weight, n.ldo, z, n.ldo);
    if (l < last) rectify(pass.inputs + layers[l + 1].input, z, z, points * n.ldo);
  }
  const Layer &top = layers[last];
  T loss = 0, scale = T(2) / T(points * top.out);
  for (int64_t p = 0; p < points; ++p)
    for (int64_t o = 0; o < top.out; ++o) {
      T &z = pass.deltas[top.output + p * top.ldo + o];
      T difference = z - y[p * top.out + o];
      loss += difference * difference;
      z = scale * difference;
    }
  for (size_t l = last + 1; l-- > 0;) {
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
  return loss / T(points * top.out);
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

/// x ← x − s·y or x ← s·y over each leaf of a block, with a factor of its own.
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

/// All tasks. Rates are [steps, leaves]; `sum` and `rateSum` take what the tasks add up to.
template <typename T>
CT_INLINE void metaGradient(const Plan *where, const T *start, const T *rates, const T *const *data, T *memory, T *sum,
                            double *rateSum, double *loss) {
  const Plan &plan = *where;
  const int64_t steps = plan.steps;
  T *thetas = memory, *plains = thetas + (steps + 1) * plan.parameters, *gradients = plains + (steps + 1) * plan.plain;
  T *v = gradients + steps * plan.parameters, *u = v + plan.parameters, *plainU = u + plan.parameters;
  T *product = plainU + plan.plain, *passes = product + plan.parameters;
  auto pass = [&](int64_t k) { return Pass<T>{passes + k * (plan.inputs + plan.outputs), passes + k * (plan.inputs + plan.outputs) + plan.inputs}; };
  const size_t leaves = 2 * plan.layers.size();
  const int64_t in = plan.layers.front().in, out = plan.layers.back().out;
  std::memcpy(thetas, start, sizeof(T) * static_cast<size_t>(plan.parameters));
  transpose(plan, thetas, plains);
  for (int64_t task = 0; task < plan.tasks; ++task) {
    const int64_t shots = plan.points[0], asked = plan.points[1];
    const T *x = data[0] + task * shots * in, *y = data[1] + task * shots * out;
    for (int64_t k = 0; k < steps; ++k) {
      T *theta = thetas + k * plan.parameters, *g = gradients + k * plan.parameters;
      gradient<T>(plan, theta, plains + k * plan.plain, x, y, shots, pass(k), g);
      scaled<T>(plan, rates + static_cast<size_t>(k) * leaves, g, theta, theta + plan.parameters);
      transpose(plan, theta + plan.parameters, plains + (k + 1) * plan.plain);
    }
    *loss += static_cast<double>(gradient<T>(
        plan, thetas + steps * plan.parameters, plains + steps * plan.plain, data[2] + task * asked * in,
        data[3] + task * asked * out, asked, pass(steps), v));
    for (int64_t k = steps; k-- > 0;) {
      const T *g = gradients + k * plan.parameters;
      for (size_t l = 0; l < plan.layers.size(); ++l) {
        const Layer &n = plan.layers[l];
        double *into = rateSum + static_cast<size_t>(k) * leaves + 2 * l;
        into[0] -= static_cast<double>(dot<T>(v + n.weight, g + n.weight, n.in * n.ldo));
        into[1] -= static_cast<double>(dot<T>(v + n.bias, g + n.bias, n.ldo));
      }
      scaled<T>(plan, rates + static_cast<size_t>(k) * leaves, v, nullptr, u);
      transpose(plan, u, plainU);
      curvature<T>(plan, thetas + k * plan.parameters, plains + k * plan.plain, u, plainU, shots, pass(k), pass(steps),
                   product);
      for (int64_t i = 0; i < plan.parameters; ++i) v[i] -= product[i];
    }
    for (int64_t i = 0; i < plan.parameters; ++i) sum[i] += v[i];
  }
}

Plan planned(const std::vector<at::Tensor> &parameters, const at::Tensor &support, const at::Tensor &query,
             size_t steps) {
  Plan plan;
  plan.steps = static_cast<int64_t>(steps);
  plan.tasks = support.size(0);
  plan.points[0] = support.size(1);
  plan.points[1] = query.size(1);
  const int64_t points = std::max(plan.points[0], plan.points[1]);
  for (size_t l = 0; l < parameters.size() / 2; ++l) {
    Layer n;
    n.in = parameters[2 * l].size(1), n.out = parameters[2 * l].size(0);
    n.ldi = padded(n.in), n.ldo = padded(n.out);
    n.weight = plan.parameters, n.bias = n.weight + n.in * n.ldo;
    plan.parameters = n.bias + n.ldo;
    n.plain = plan.plain, plan.plain += n.out * n.ldi;
    n.input = plan.inputs, plan.inputs += points * n.ldi;
    n.output = plan.outputs, plan.outputs += points * n.ldo;
    plan.layers.push_back(n);
  }
  return plan;
}

template <typename T>
void solve(const Plan &plan, const std::vector<at::Tensor> &parameters, const std::vector<at::Tensor> &logarithms,
           const double *shares, const std::vector<at::Tensor> &data, ct_tensor *out, double *loss) {
  const size_t leaves = parameters.size(), steps = static_cast<size_t>(plan.steps);
  std::vector<T> start(static_cast<size_t>(plan.parameters)), sum(start.size()), rates(steps * leaves);
  for (size_t l = 0; l < plan.layers.size(); ++l) {
    const Layer &n = plan.layers[l];
    auto weight = parameters[2 * l].const_data_ptr<T>(), bias = parameters[2 * l + 1].const_data_ptr<T>();
    for (int64_t o = 0; o < n.out; ++o) {
      for (int64_t i = 0; i < n.in; ++i) start[static_cast<size_t>(n.weight + i * n.ldo + o)] = weight[o * n.in + i];
      start[static_cast<size_t>(n.bias + o)] = bias[o];
    }
  }
  auto place = [&](size_t step, size_t leaf) {
    return std::min(step, static_cast<size_t>(logarithms[leaf].numel()) - 1);
  };
  for (size_t k = 0; k < steps; ++k)
    for (size_t leaf = 0; leaf < leaves; ++leaf)
      rates[k * leaves + leaf] = std::exp(logarithms[leaf].const_data_ptr<T>()[place(k, leaf)]) * T(shares[k]);

  const int64_t size = (plan.steps + 1) * (plan.parameters + plan.plain) + plan.steps * plan.parameters +
                       3 * plan.parameters + plan.plain + (plan.steps + 1) * (plan.inputs + plan.outputs);
  std::vector<T> memory(static_cast<size_t>(size)); // zeros, so that all padding is
  std::vector<double> rateSum(steps * leaves);
  const T *pointers[4];
  for (size_t i = 0; i < 4; ++i) pointers[i] = data[i].const_data_ptr<T>();
  *loss = 0;
  simd::run<metaGradient<T>>(&plan, static_cast<const T *>(start.data()), static_cast<const T *>(rates.data()),
                             static_cast<const T *const *>(pointers), memory.data(), sum.data(), rateSum.data(), loss);

  *loss /= static_cast<double>(plan.tasks);
  const T share = T(1) / T(plan.tasks);
  for (size_t l = 0; l < plan.layers.size(); ++l) {
    const Layer &n = plan.layers[l];
    auto weight = at::empty_like(parameters[2 * l]), bias = at::empty_like(parameters[2 * l + 1]);
    auto w = weight.template mutable_data_ptr<T>(), b = bias.template mutable_data_ptr<T>();
    for (int64_t o = 0; o < n.out; ++o) {
      for (int64_t i = 0; i < n.in; ++i) w[o * n.in + i] = sum[static_cast<size_t>(n.weight + i * n.ldo + o)] * share;
      b[o] = sum[static_cast<size_t>(n.bias + o)] * share;
    }
    out[2 * l] = give(weight);
    out[2 * l + 1] = give(bias);
  }
  for (size_t leaf = 0; leaf < leaves; ++leaf) {
    auto gradient = at::zeros_like(logarithms[leaf]);
    auto g = gradient.template mutable_data_ptr<T>();
    for (size_t k = 0; k < steps; ++k) // ∂/∂ ln α = α ∂/∂α
      g[place(k, leaf)] += T(rateSum[k * leaves + leaf]) * rates[k * leaves + leaf] * share;
    out[leaves + leaf] = give(gradient);
  }
}
} // namespace

int ct_mlp_meta_gradient(const ct_tensor *parameters, const ct_tensor *logarithms, size_t layers, const double *shares,
                         size_t steps, ct_tensor support_inputs, ct_tensor support_targets, ct_tensor query_inputs,
                         ct_tensor query_targets, ct_tensor *gradients, double *loss) {
  return guarded([&] {
    at::NoGradGuard no_tape;
    auto contiguous = [](const at::Tensor &t) { return t.detach().contiguous(); };
    std::vector<at::Tensor> leaves, rates, data;
    for (size_t i = 0; i < 2 * layers; ++i) {
      leaves.push_back(contiguous(tensor(parameters[i])));
      rates.push_back(contiguous(tensor(logarithms[i])));
    }
    for (auto t : {support_inputs, support_targets, query_inputs, query_targets}) data.push_back(contiguous(tensor(t)));
    auto kind = leaves.at(0).scalar_type();
    auto check = [&](const at::Tensor &t) {
      TORCH_CHECK(t.scalar_type() == kind && t.device().is_cpu(), "all tensors must be of one dtype, on the CPU");
    };
    for (auto *list : {&leaves, &rates, &data})
      for (auto &t : *list) check(t);
    for (size_t l = 0; l < layers; ++l) {
      auto &w = leaves[2 * l], &b = leaves[2 * l + 1];
      TORCH_CHECK(w.dim() == 2 && b.dim() == 1 && b.size(0) == w.size(0), "layer ", l, " has weight ", w.sizes(),
                  " and bias ", b.sizes());
      TORCH_CHECK(l == 0 || w.size(1) == leaves[2 * l - 2].size(0), "layer ", l, " does not fit the one before it");
      TORCH_CHECK(rates[2 * l].numel() > 0 && rates[2 * l + 1].numel() > 0, "layer ", l, " has no rates");
    }
    for (size_t i = 0; i < 4; ++i) {
      auto features = i % 2 == 0 ? leaves[0].size(1) : leaves[2 * layers - 2].size(0);
      TORCH_CHECK(data[i].dim() == 3 && data[i].size(0) == data[0].size(0) && data[i].size(2) == features &&
                      data[i].size(1) == data[i / 2 * 2].size(1),
                  "inputs and targets have shapes ", data[0].sizes(), ", ", data[1].sizes(), ", ", data[2].sizes(),
                  ", ", data[3].sizes());
    }
    auto plan = planned(leaves, data[0], data[2], steps);
    if (kind == at::kFloat) solve<float>(plan, leaves, rates, shares, data, gradients, loss);
    else if (kind == at::kDouble) solve<double>(plan, leaves, rates, shares, data, gradients, loss);
    else TORCH_CHECK(false, "only float32 and float64");
  });
}
