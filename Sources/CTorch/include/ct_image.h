// Channels-last images [rows, height, width, channels]: patches, pooling, convolution.
#ifndef CT_IMAGE_H
#define CT_IMAGE_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

// Differentiable any number of times; loops of our own for float32 and float64 on the CPU, libtorch's elsewhere.

/// The windows of size × size of x, zeros around it: [rows, height′, width′, size · size · channels] in the order
/// (ky, kx, channel).
int ct_patches(ct_tensor x, int64_t size, int64_t stride, int64_t padding, ct_tensor *_Nonnull out);
/// The transpose of ct_patches: images [rows, height, width, channels] in which each number is the sum of its copies.
int ct_folded(ct_tensor patches, int64_t height, int64_t width, int64_t size, int64_t stride, int64_t padding,
              ct_tensor *_Nonnull out);
/// The largest numbers of windows of size × size side by side; what is left over at the right and below is dropped.
int ct_max_pooled(ct_tensor x, int64_t size, ct_tensor *_Nonnull out);
/// A convolution without a bias: weight [out, size · size · channels] in the order (ky, kx, channel), or
/// [tasks, out, size · size · channels] with rows = tasks · examples. Gives [rows, height′, width′, out].
int ct_convolved(ct_tensor x, ct_tensor weight, int64_t size, int64_t stride, int64_t padding, ct_tensor *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
