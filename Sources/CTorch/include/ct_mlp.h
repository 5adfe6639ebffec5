// Meta-learning of a ReLU network under mean squared error, with plain gradient steps inside: analytic, task by task,
// nothing recorded. Float32 or float64 on the CPU.
#ifndef CT_MLP_H
#define CT_MLP_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

/// The network, its rates and the tasks.
///
/// `parameters` are weight [out, in] and bias [out] of each layer; `logarithms`, of the rates, are one vector for each of
/// them, whose last element serves all later steps; `shares` scale the rates of each step. Inputs and targets are
/// [tasks, examples, features].
typedef struct {
  const ct_tensor *_Nonnull parameters;
  const ct_tensor *_Nonnull logarithms;
  size_t layers;
  const double *_Nullable shares;
  size_t steps;
  ct_tensor support_inputs, support_targets, query_inputs, query_targets;
} ct_mlp_tasks;

/// The meta-gradient of MAML, of first or second order. Out come as many gradients as parameters and logarithms, in that
/// order, of the mean query loss, and that loss.
int ct_mlp_meta_gradient(ct_mlp_tasks tasks, bool second_order, ct_tensor *_Nonnull gradients, double *_Nonnull loss);

/// The mean over the tasks of θ − φ, φ the parameters after all steps, one tensor for each parameter; and the mean query
/// loss at φ.
int ct_mlp_displacement(ct_mlp_tasks tasks, ct_tensor *_Nonnull displacement, double *_Nonnull loss);

/// The inner problem of implicit MAML and the linear one at its end.
typedef struct {
  double proximal; ///< λ, the pull toward the start.
  double identity; ///< ι, 1 but for damping.
  double divisor;  ///< κ, λ but for what is added to it.
  size_t solver_steps;
} ct_mlp_implicit;

/// The mean over the tasks of (ι I + H / κ)⁻¹ ∇L_query by `solver_steps` of conjugate gradients, after steps along
/// ∇L_support + λ (φ − θ), one tensor for each parameter; and the mean query loss at φ.
int ct_mlp_implicit_gradient(ct_mlp_tasks tasks, ct_mlp_implicit how, ct_tensor *_Nonnull gradients,
                             double *_Nonnull loss);

#ifdef __cplusplus
}
#endif
#endif
