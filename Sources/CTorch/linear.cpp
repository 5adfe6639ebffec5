#include "shim.h"

using namespace shim;

int ct_matmul(ct_tensor a, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).matmul(tensor(b)); });
}
int ct_linear(ct_tensor x, ct_tensor w, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return at::linear(tensor(x), tensor(w), optional(b)); });
}
int ct_baddbmm(ct_tensor bias, ct_tensor a, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return at::baddbmm(tensor(bias), tensor(a), tensor(b)); });
}
int ct_einsum(const char *equation, const ct_tensor *items, size_t count, ct_tensor *out) {
  return giving(out, [&] { return at::einsum(equation, list(items, count)); });
}
int ct_attention(ct_tensor q, ct_tensor k, ct_tensor v, ct_tensor bias, bool causal, ct_tensor *out) {
  return giving(out, [&] {
    return at::scaled_dot_product_attention(tensor(q), tensor(k), tensor(v), optional(bias), 0.0, causal);
  });
}
int ct_conv2d(ct_tensor x, ct_tensor w, ct_tensor b, int64_t stride, int64_t padding, int64_t groups,
              ct_tensor *out) {
  return giving(out, [&] {
    return at::conv2d(tensor(x), tensor(w), optional(b), {stride, stride}, {padding, padding}, {1, 1}, groups);
  });
}
