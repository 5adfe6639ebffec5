// Passes of our own, where one loop over memory replaces many operations.
#ifndef CT_FUSED_H
#define CT_FUSED_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

// The next four take float32 or float64 on the CPU. With `twice` their gradients can be differentiated once more.

/// s / √(mean(s²) + ε) over the last dimension, s = a + b of one shape.
int ct_normed_sum(ct_tensor a, ct_tensor b, double epsilon, bool twice, ct_tensor *_Nonnull out);
/// Batch norm of each task: γ·(x − μ)/√(σ² + ε) + β for x [tasks, rows, channels], where a task's rows give each channel's mean
/// and population variance; γ and β are [channels], [tasks, channels] or both null; with `rectified` not below zero. In
/// libtorch's own operations for other dtypes and devices.
int ct_standardized(ct_tensor x, ct_tensor scale, ct_tensor shift, double epsilon, bool rectified, bool twice,
                    ct_tensor *_Nonnull out);
/// silu(x₁)·x₂ for the two halves of the last dimension.
int ct_gated(ct_tensor x, bool twice, ct_tensor *_Nonnull out);
/// Queries, keys and values [rows, heads, length, d] of x [rows, length, 3 · heads · d], queries and keys turned by the
/// angles whose cosines and sines are [length, d] (or null for none). Differentiable any number of times.
int ct_attention_parts(ct_tensor x, int64_t heads, ct_tensor cosines, ct_tensor sines, ct_tensor *_Nonnull query,
                       ct_tensor *_Nonnull key, ct_tensor *_Nonnull value);

/// Adam over many leaves: m ← m + w₁ (g − m), v ← v + w₂ (g² − v), θ ← keep · θ − rate · m / (scale · √v + ε), or with
/// `angle` atan2(m, scale · √v) in place of the quotient. `first` and `second` null stand for zeros. Out come new tensors.
typedef struct { double first_weight, second_weight, keep, rate, scale, epsilon; bool angle; } ct_adam_rule;
int ct_adam(ct_adam_rule rule, const ct_tensor *_Nonnull parameters, const ct_tensor *_Nonnull gradients,
            const ct_tensor *_Nullable first, const ct_tensor *_Nullable second, size_t count,
            ct_tensor *_Nonnull new_parameters, ct_tensor *_Nonnull new_first, ct_tensor *_Nonnull new_second);

#ifdef __cplusplus
}
#endif
#endif
