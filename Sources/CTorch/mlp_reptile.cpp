// Reptile for a ReLU network, written out: where every task's own training leads, as a mean over the tasks.
#include "mlp_tensors.h"
#include <ATen/core/grad_mode.h>

using namespace mlp;

namespace {
/// All tasks: `sum` takes θ − φ after K steps of each, `loss` that on the query set at φ.
template <typename T>
CT_INLINE void displacement(const Plan *where, const T *start, const T *rates, const T *const *data, T *memory, T *sum,
                            double *loss) {
  const Plan &plan = *where;
  T *phi = memory, *g = phi + plan.parameters, *plain = g + plan.parameters, *inputs = plain + plan.plain;
  const Pass<T> pass{inputs, inputs + plan.inputs};
  for (int64_t task = 0; task < plan.tasks; ++task) {
    std::memcpy(phi, start, sizeof(T) * static_cast<size_t>(plan.parameters));
    for (int64_t k = 0; k < plan.steps; ++k) {
      transpose(plan, phi, plain);
      gradient<T>(plan, phi, plain, examples(plan, data, task, 0), pass, g);
      scaled<T>(plan, rates + static_cast<size_t>(k) * plan.leaves(), g, phi, phi);
    }
    *loss += static_cast<double>(mlp::loss<T>(plan, phi, examples(plan, data, task, 1), pass));
    for (int64_t i = 0; i < plan.parameters; ++i) sum[i] += start[i] - phi[i];
  }
}

template <typename T> void solve(const Tensors &tensors, ct_tensor *out, double *loss) {
  const Plan &plan = tensors.plan;
  Blocks<T> blocks(tensors, 2 * plan.parameters + plan.plain + plan.pass());
  double total = 0;
  simd::run<displacement<T>>(&plan, static_cast<const T *>(blocks.start.data()),
                             static_cast<const T *>(blocks.rates.data()), static_cast<const T *const *>(blocks.data),
                             blocks.memory.data(), blocks.sum.data(), &total);
  *loss = total / static_cast<double>(plan.tasks);
  blocks.mean(out);
}
} // namespace

int ct_mlp_displacement(ct_mlp_tasks tasks, ct_tensor *displacement, double *loss) {
  return shim::guarded([&] {
    at::NoGradGuard no_tape;
    Tensors tensors(tasks);
    tensors.typed([&](auto kind) { solve<decltype(kind)>(tensors, displacement, loss); });
  });
}
