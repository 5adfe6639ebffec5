#include "shim.h"

using namespace shim;

int ct_reshape(ct_tensor a, const int64_t *shape, size_t rank, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).reshape(sizes(shape, rank)); });
}
int ct_expand(ct_tensor a, const int64_t *shape, size_t rank, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).expand(sizes(shape, rank)); });
}
int ct_permute(ct_tensor a, const int64_t *dims, size_t rank, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).permute(sizes(dims, rank)); });
}
int ct_transpose(ct_tensor a, int64_t first, int64_t second, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).transpose(first, second); });
}
int ct_squeeze(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).squeeze(dim); });
}
int ct_unsqueeze(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).unsqueeze(dim); });
}
int ct_narrow(ct_tensor a, int64_t dim, int64_t start, int64_t length, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).narrow(dim, start, length); });
}
int ct_select(ct_tensor a, int64_t dim, int64_t index, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).select(dim, index); });
}
int ct_contiguous(ct_tensor a, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).contiguous(); });
}
int ct_repeat(ct_tensor a, const int64_t *times, size_t rank, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).repeat(sizes(times, rank)); });
}
int ct_flip(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).flip({dim}); });
}
int ct_roll(ct_tensor a, int64_t shift, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).roll({shift}, {dim}); });
}
int ct_pad(ct_tensor a, const int64_t *amounts, size_t count, double value, ct_tensor *out) {
  return giving(out, [&] { return at::constant_pad_nd(tensor(a), sizes(amounts, count), value); });
}
int ct_cat(const ct_tensor *items, size_t count, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return at::cat(list(items, count), dim); });
}
int ct_stack(const ct_tensor *items, size_t count, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return at::stack(list(items, count), dim); });
}
int ct_tril(ct_tensor a, int64_t diagonal, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).tril(diagonal); });
}

int ct_index_select(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).index_select(dim, tensor(index)); });
}
int ct_gather(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).gather(dim, tensor(index)); });
}
int ct_scatter_add(ct_tensor a, int64_t dim, ct_tensor index, ct_tensor source, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).scatter_add(dim, tensor(index), tensor(source)); });
}
int ct_index_copy(ct_tensor a, ct_tensor index, ct_tensor source, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).index_copy(0, tensor(index), tensor(source)); });
}
int ct_one_hot(ct_tensor a, int64_t classes, ct_tensor *out) {
  return giving(out, [&] { return at::one_hot(tensor(a).to(at::kLong), classes); });
}
int ct_embedding(ct_tensor weight, ct_tensor index, ct_tensor *out) {
  return giving(out, [&] { return at::embedding(tensor(weight), tensor(index)); });
}
