// MAML for a ReLU network, written out.
//
// A task takes θₖ₊₁ = θₖ − αₖ ∇L(θₖ); backwards, v = ∇L_query(θ_K) becomes v ← v − Hₖ (αₖ v) at each step, which needs
// Hessian-vector products only. To first order v stays what it is, and of a step only its gradient is remembered.
#include "mlp_tensors.h"
#include <ATen/core/grad_mode.h>

using namespace mlp;

namespace {
/// How many states of a task are kept: the start serves all tasks, and to first order all others share one place.
CT_INLINE int64_t places(const Plan &plan, bool second) { return (second ? plan.steps : 1) + 1; }

int64_t scratch(const Plan &plan, bool second) {
  return places(plan, second) * (plan.parameters + plan.plain + plan.pass()) + plan.steps * plan.parameters +
         3 * plan.parameters + plan.plain;
}

/// All tasks. Rates are [steps, leaves]; `sum` and `rateSum` take what the tasks add up to.
template <typename T>
CT_INLINE void metaGradient(const Plan *where, bool second, const T *start, const T *rates, const T *const *data,
                            T *memory, T *sum, double *rateSum, double *loss) {
  const Plan &plan = *where;
  const int64_t steps = plan.steps, kept = places(plan, second);
  T *thetas = memory, *plains = thetas + kept * plan.parameters, *gradients = plains + kept * plan.plain;
  T *v = gradients + steps * plan.parameters, *u = v + plan.parameters, *plainU = u + plan.parameters;
  T *product = plainU + plan.plain, *passes = product + plan.parameters;
  auto theta = [&](int64_t k) { return thetas + std::min(k, kept - 1) * plan.parameters; };
  auto plain = [&](int64_t k) { return plains + std::min(k, kept - 1) * plan.plain; };
  auto pass = [&](int64_t k) {
    T *inputs = passes + std::min(k, kept - 1) * plan.pass();
    return Pass<T>{inputs, inputs + plan.inputs};
  };
  const size_t leaves = plan.leaves();
  std::memcpy(thetas, start, sizeof(T) * static_cast<size_t>(plan.parameters));
  transpose(plan, thetas, plains);
  for (int64_t task = 0; task < plan.tasks; ++task) {
    const Examples<T> support = examples(plan, data, task, 0), query = examples(plan, data, task, 1);
    for (int64_t k = 0; k < steps; ++k) {
      T *g = gradients + k * plan.parameters;
      gradient<T>(plan, theta(k), plain(k), support, pass(k), g);
      scaled<T>(plan, rates + static_cast<size_t>(k) * leaves, g, theta(k), theta(k + 1));
      transpose(plan, theta(k + 1), plain(k + 1));
    }
    *loss += static_cast<double>(gradient<T>(plan, theta(steps), plain(steps), query, pass(steps), v));
    for (int64_t k = steps; k-- > 0;) {
      const T *g = gradients + k * plan.parameters;
      for (size_t l = 0; l < plan.layers.size(); ++l) {
        const Layer &n = plan.layers[l];
        double *into = rateSum + static_cast<size_t>(k) * leaves + 2 * l;
        into[0] -= static_cast<double>(dot<T>(v + n.weight, g + n.weight, n.in * n.ldo));
        into[1] -= static_cast<double>(dot<T>(v + n.bias, g + n.bias, n.ldo));
      }
      if (!second) continue;
      scaled<T>(plan, rates + static_cast<size_t>(k) * leaves, v, nullptr, u);
      transpose(plan, u, plainU);
      curvature<T>(plan, theta(k), plain(k), u, plainU, support.points, pass(k), pass(steps), product);
      for (int64_t i = 0; i < plan.parameters; ++i) v[i] -= product[i];
    }
    for (int64_t i = 0; i < plan.parameters; ++i) sum[i] += v[i];
  }
}

template <typename T> void solve(const Tensors &tensors, bool second, ct_tensor *out, double *loss) {
  const Plan &plan = tensors.plan;
  const size_t leaves = plan.leaves(), steps = static_cast<size_t>(plan.steps);
  Blocks<T> blocks(tensors, scratch(plan, second));
  std::vector<double> rateSum(steps * leaves);
  double total = 0;
  simd::run<metaGradient<T>>(&plan, second, static_cast<const T *>(blocks.start.data()),
                             static_cast<const T *>(blocks.rates.data()), static_cast<const T *const *>(blocks.data),
                             blocks.memory.data(), blocks.sum.data(), rateSum.data(), &total);
  *loss = total / static_cast<double>(plan.tasks);
  blocks.mean(out);
  for (size_t leaf = 0; leaf < leaves; ++leaf) {
    auto gradient = at::zeros_like(tensors.logarithms[leaf]);
    auto g = gradient.template mutable_data_ptr<T>();
    for (size_t k = 0; k < steps; ++k) // ∂/∂ ln α = α ∂/∂α
      g[blocks.place(k, leaf)] += T(rateSum[k * leaves + leaf]) * blocks.rates[k * leaves + leaf] * blocks.share();
    out[leaves + leaf] = shim::give(gradient);
  }
}
} // namespace

int ct_mlp_meta_gradient(ct_mlp_tasks tasks, bool second_order, ct_tensor *gradients, double *loss) {
  return shim::guarded([&] {
    at::NoGradGuard no_tape;
    Tensors tensors(tasks);
    tensors.typed([&](auto kind) { solve<decltype(kind)>(tensors, second_order, gradients, loss); });
  });
}
