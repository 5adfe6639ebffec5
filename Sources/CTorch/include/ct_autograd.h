// Gradients, gradient mode, checkpointing, autocast.
#ifndef CT_AUTOGRAD_H
#define CT_AUTOGRAD_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

bool ct_requires_gradient(ct_tensor t);
/// A leaf that shares t's memory and starts a new tape.
int ct_leaf(ct_tensor t, ct_tensor *_Nonnull out);
int ct_detach(ct_tensor t, ct_tensor *_Nonnull out);
/// Σ seedᵢ·∂outputᵢ/∂inputⱼ. `seeds` may be null for scalar outputs. An input that the outputs do not depend on
/// gives a null handle.
int ct_gradient(const ct_tensor *_Nonnull outputs, const ct_tensor *_Nullable seeds, size_t output_count,
                const ct_tensor *_Nonnull inputs, size_t input_count, bool retain_graph, bool create_graph,
                ct_tensor *_Nonnull out);
/// This thread's gradient mode; returns the previous one.
bool ct_set_gradient_mode(bool enabled);
bool ct_gradient_mode(void);

/// A block to run again in the backward pass: reads `inputs`, fills `outputs` with handles it gives away.
typedef int (*ct_block)(void *_Nonnull context, const ct_tensor *_Nonnull inputs, size_t input_count,
                        ct_tensor *_Nonnull outputs, size_t output_count);
/// Runs `block` without a tape and re-runs it for its gradient (of any order): memory of one block, compute of one
/// more forward pass. `release` frees the context when the tape goes.
int ct_checkpoint(ct_block _Nonnull block, void (*_Nonnull release)(void *_Nonnull), void *_Nonnull context,
                  const ct_tensor *_Nonnull inputs, size_t input_count, ct_tensor *_Nonnull outputs,
                  size_t output_count);

/// Matrix products of this thread in `dtype` (ct_float32 switches it off); returns 0.
int ct_set_autocast(ct_device device, bool enabled, ct_dtype dtype);

#ifdef __cplusplus
}
#endif
#endif
