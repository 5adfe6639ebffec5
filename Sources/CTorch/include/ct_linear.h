// Products of matrices, attention, convolution.
#ifndef CT_LINEAR_H
#define CT_LINEAR_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

int ct_matmul(ct_tensor a, ct_tensor b, ct_tensor *_Nonnull out);
/// x·wᵀ (+ b): x [..., in], w [out, in], b [out] or null; or x [tasks, ..., in], w [tasks, out, in], b [(tasks,) out].
int ct_linear(ct_tensor x, ct_tensor w, ct_tensor b, ct_tensor *_Nonnull out);
int ct_einsum(const char *_Nonnull equation, const ct_tensor *_Nonnull items, size_t count, ct_tensor *_Nonnull out);
/// softmax(q·kᵀ/√d + bias)·v on [..., heads, length, d]. Fused, first-order only.
int ct_attention(ct_tensor q, ct_tensor k, ct_tensor v, ct_tensor bias, bool causal, ct_tensor *_Nonnull out);
int ct_conv2d(ct_tensor x, ct_tensor w, ct_tensor b, int64_t stride, int64_t padding, int64_t groups,
              ct_tensor *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
