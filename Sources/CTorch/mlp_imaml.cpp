// Implicit MAML for a ReLU network, written out.
//
// A task takes φ ← φ − αₖ (∇L(φ) + λ (φ − θ)); then v = (ι I + H(φ) / κ)⁻¹ ∇L_query(φ) by conjugate gradients, each of
// whose steps is a Hessian-vector product. ι = 1 and κ = λ but for damping.
#include "mlp_tensors.h"
#include <ATen/core/grad_mode.h>

using namespace mlp;

namespace {
/// A·v where A = ι I + H / κ at the place where `support` was made.
template <typename T> struct Damped {
  const Plan &plan;
  T iota, kappa;
  const T *phi, *plain;
  Pass<T> support, other;
  T *plainV;

  CT_INLINE void apply(const T *v, T *result) const {
    transpose(plan, v, plainV);
    curvature<T>(plan, phi, plain, v, plainV, plan.points[0], support, other, result);
    for (int64_t i = 0; i < plan.parameters; ++i) result[i] = iota * v[i] + result[i] / kappa;
  }
};

/// Adds to `sum` what `steps` conjugate-gradient steps from 0 find for A⁻¹·r; r, p and `product` are written over.
///
/// A direction without positive curvature ends it: what was found until then counts, or r itself when that is nothing.
template <typename T>
CT_INLINE void conjugateGradients(const Damped<T> &A, int64_t steps, T *r, T *p, T *product, T *sum) {
  const int64_t count = A.plan.parameters;
  std::memcpy(p, r, sizeof(T) * static_cast<size_t>(count));
  T square = dot<T>(r, r, count);
  for (int64_t k = 0; k < steps; ++k) {
    A.apply(p, product);
    const T bend = dot<T>(p, product, count);
    if (!(bend > 0)) {
      if (k == 0)
        for (int64_t i = 0; i < count; ++i) sum[i] += r[i];
      return;
    }
    const T alpha = square / bend;
    for (int64_t i = 0; i < count; ++i) {
      sum[i] += alpha * p[i];
      r[i] -= alpha * product[i];
    }
    const T next = dot<T>(r, r, count), beta = next / square;
    for (int64_t i = 0; i < count; ++i) p[i] = r[i] + beta * p[i];
    square = next;
  }
}

/// All tasks; `sum` takes what they add up to, `loss` that on the query set at φ.
template <typename T>
CT_INLINE void implicitGradient(const Plan *where, ct_mlp_implicit how, const T *start, const T *rates,
                                const T *const *data, T *memory, T *sum, double *loss) {
  const Plan &plan = *where;
  const T lambda = T(how.proximal), iota = T(how.identity), kappa = T(how.divisor);
  const auto solverSteps = static_cast<int64_t>(how.solver_steps);
  T *phi = memory, *g = phi + plan.parameters, *r = g + plan.parameters, *p = r + plan.parameters;
  T *plain = p + plan.parameters, *plainV = plain + plan.plain, *first = plainV + plan.plain;
  const Pass<T> seen{first, first + plan.inputs}, other{first + plan.pass(), first + plan.pass() + plan.inputs};
  for (int64_t task = 0; task < plan.tasks; ++task) {
    const Examples<T> support = examples(plan, data, task, 0), query = examples(plan, data, task, 1);
    std::memcpy(phi, start, sizeof(T) * static_cast<size_t>(plan.parameters));
    transpose(plan, phi, plain);
    for (int64_t k = 0; k < plan.steps; ++k) {
      gradient<T>(plan, phi, plain, support, seen, g);
      for (int64_t i = 0; i < plan.parameters; ++i) g[i] += lambda * (phi[i] - start[i]);
      scaled<T>(plan, rates + static_cast<size_t>(k) * plan.leaves(), g, phi, phi);
      transpose(plan, phi, plain);
    }
    *loss += static_cast<double>(gradient<T>(plan, phi, plain, query, other, r));
    gradient<T>(plan, phi, plain, support, seen, g);
    conjugateGradients<T>({plan, iota, kappa, phi, plain, seen, other, plainV}, solverSteps, r, p, g, sum);
  }
}

template <typename T>
void solve(const Tensors &tensors, ct_mlp_implicit how, ct_tensor *out, double *loss) {
  const Plan &plan = tensors.plan;
  Blocks<T> blocks(tensors, 4 * plan.parameters + 2 * (plan.plain + plan.pass()));
  double total = 0;
  simd::run<implicitGradient<T>>(
      &plan, how, static_cast<const T *>(blocks.start.data()), static_cast<const T *>(blocks.rates.data()),
      static_cast<const T *const *>(blocks.data), blocks.memory.data(), blocks.sum.data(), &total);
  *loss = total / static_cast<double>(plan.tasks);
  blocks.mean(out);
}
} // namespace

int ct_mlp_implicit_gradient(ct_mlp_tasks tasks, ct_mlp_implicit how, ct_tensor *gradients, double *loss) {
  return shim::guarded([&] {
    at::NoGradGuard no_tape;
    TORCH_CHECK(how.proximal > 0 && how.identity > 0 && how.divisor > 0 && how.solver_steps > 0, "a pull of ",
                how.proximal, ", ", how.identity, " identities, a divisor of ", how.divisor, " and ", how.solver_steps,
                " solver steps: all must be positive");
    Tensors tensors(tasks);
    tensors.typed([&](auto kind) { solve<decltype(kind)>(tensors, how, gradients, loss); });
  });
}
