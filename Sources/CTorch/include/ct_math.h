// Elementwise arithmetic, comparisons and reductions.
#ifndef CT_MATH_H
#define CT_MATH_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  ct_neg, ct_exp, ct_log, ct_log1p, ct_sqrt, ct_rsqrt, ct_reciprocal, ct_square, ct_abs, ct_sign, ct_sin, ct_cos,
  ct_tanh, ct_sigmoid, ct_log_sigmoid, ct_relu, ct_silu, ct_gelu, ct_softplus, ct_erf, ct_erfinv, ct_floor, ct_round,
  ct_logical_not, ct_isfinite
} ct_unary_op;
int ct_unary(ct_unary_op op, ct_tensor a, ct_tensor *_Nonnull out);

typedef enum {
  ct_add, ct_sub, ct_mul, ct_div, ct_pow, ct_atan2, ct_maximum, ct_minimum, ct_remainder, ct_eq, ct_ne, ct_lt, ct_le,
  ct_gt, ct_ge, ct_and, ct_or
} ct_binary_op;
int ct_binary(ct_binary_op op, ct_tensor a, ct_tensor b, ct_tensor *_Nonnull out);
int ct_binary_scalar(ct_binary_op op, ct_tensor a, double b, ct_tensor *_Nonnull out);

/// a + s·b
int ct_add_scaled(ct_tensor a, ct_tensor b, double s, ct_tensor *_Nonnull out);
/// a + w·(b − a)
int ct_lerp(ct_tensor a, ct_tensor b, double w, ct_tensor *_Nonnull out);
int ct_where(ct_tensor condition, ct_tensor a, ct_tensor b, ct_tensor *_Nonnull out);
int ct_clamp(ct_tensor a, double low, double high, ct_tensor *_Nonnull out);

typedef enum {
  ct_sum, ct_mean, ct_amax, ct_amin, ct_variance, ct_logsumexp, ct_all, ct_any, ct_argmax, ct_argmin
} ct_reduce_op;
/// Reduces over `dims`; every dimension when `count` is 0. argmax and argmin take one dimension.
int ct_reduce(ct_reduce_op op, ct_tensor a, const int64_t *_Nullable dims, size_t count, bool keep,
              ct_tensor *_Nonnull out);
int ct_softmax(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_log_softmax(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_cumsum(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_sort(ct_tensor a, int64_t dim, bool descending, ct_tensor *_Nonnull values, ct_tensor *_Nonnull indices);

#ifdef __cplusplus
}
#endif
#endif
