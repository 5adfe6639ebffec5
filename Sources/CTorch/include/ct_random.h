// Random tensors, each from an explicit 64-bit seed: no global generator is ever touched.
#ifndef CT_RANDOM_H
#define CT_RANDOM_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

int ct_uniform(uint64_t seed, double low, double high, const int64_t *_Nullable shape, size_t rank, ct_dtype dtype,
               ct_device device, ct_tensor *_Nonnull out);
int ct_normal(uint64_t seed, double mean, double deviation, const int64_t *_Nullable shape, size_t rank,
              ct_dtype dtype, ct_device device, ct_tensor *_Nonnull out);
int ct_integers(uint64_t seed, int64_t low, int64_t high, const int64_t *_Nullable shape, size_t rank,
                ct_device device, ct_tensor *_Nonnull out);
int ct_permutation(uint64_t seed, int64_t count, ct_device device, ct_tensor *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
