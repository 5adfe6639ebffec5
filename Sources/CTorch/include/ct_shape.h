// Views, joins, indexing.
#ifndef CT_SHAPE_H
#define CT_SHAPE_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

int ct_reshape(ct_tensor a, const int64_t *_Nullable shape, size_t rank, ct_tensor *_Nonnull out);
int ct_expand(ct_tensor a, const int64_t *_Nullable shape, size_t rank, ct_tensor *_Nonnull out);
int ct_permute(ct_tensor a, const int64_t *_Nullable dims, size_t rank, ct_tensor *_Nonnull out);
int ct_transpose(ct_tensor a, int64_t first, int64_t second, ct_tensor *_Nonnull out);
int ct_squeeze(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_unsqueeze(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_narrow(ct_tensor a, int64_t dim, int64_t start, int64_t length, ct_tensor *_Nonnull out);
int ct_select(ct_tensor a, int64_t dim, int64_t index, ct_tensor *_Nonnull out);
int ct_contiguous(ct_tensor a, ct_tensor *_Nonnull out);
int ct_repeat(ct_tensor a, const int64_t *_Nullable times, size_t rank, ct_tensor *_Nonnull out);
int ct_flip(ct_tensor a, int64_t dim, ct_tensor *_Nonnull out);
int ct_roll(ct_tensor a, int64_t shift, int64_t dim, ct_tensor *_Nonnull out);
int ct_pad(ct_tensor a, const int64_t *_Nonnull amounts, size_t count, double value, ct_tensor *_Nonnull out);
int ct_cat(const ct_tensor *_Nonnull items, size_t count, int64_t dim, ct_tensor *_Nonnull out);
int ct_stack(const ct_tensor *_Nonnull items, size_t count, int64_t dim, ct_tensor *_Nonnull out);
int ct_tril(ct_tensor a, int64_t diagonal, ct_tensor *_Nonnull out);

int ct_index_select(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor *_Nonnull out);
int ct_gather(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor *_Nonnull out);
int ct_scatter_add(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor source, ct_tensor *_Nonnull out);
/// A copy of `a` whose rows `index` along dimension 0 are those of `source`.
int ct_index_copy(ct_tensor a, ct_tensor index, ct_tensor source, ct_tensor *_Nonnull out);
int ct_one_hot(ct_tensor a, int64_t classes, ct_tensor *_Nonnull out);
/// Rows of `weight` [count, features] at integer `index` of any shape: [..., features].
int ct_embedding(ct_tensor weight, ct_tensor index, ct_tensor *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
