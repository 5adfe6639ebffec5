#include "shim.h"

using namespace shim;

int ct_unary(ct_unary_op op, ct_tensor handle, ct_tensor *out) {
  return giving(out, [&]() -> at::Tensor {
    const at::Tensor &a = tensor(handle);
    switch (op) {
    case ct_neg: return a.neg();
    case ct_exp: return a.exp();
    case ct_log: return a.log();
    case ct_log1p: return a.log1p();
    case ct_sqrt: return a.sqrt();
    case ct_rsqrt: return a.rsqrt();
    case ct_reciprocal: return a.reciprocal();
    case ct_square: return a.mul(a);
    case ct_abs: return a.abs();
    case ct_sign: return a.sign();
    case ct_sin: return a.sin();
    case ct_cos: return a.cos();
    case ct_tanh: return a.tanh();
    case ct_sigmoid: return a.sigmoid();
    case ct_log_sigmoid: return at::log_sigmoid(a);
    case ct_relu: return a.relu();
    case ct_silu: return at::silu(a);
    case ct_gelu: return at::gelu(a);
    case ct_softplus: return at::softplus(a);
    case ct_erf: return a.erf();
    case ct_erfinv: return a.erfinv();
    case ct_floor: return a.floor();
    case ct_round: return a.round();
    case ct_logical_not: return a.logical_not();
    case ct_isfinite: return at::isfinite(a);
    }
    TORCH_CHECK(false, "unknown unary operation ", int(op));
  });
}

int ct_binary(ct_binary_op op, ct_tensor left, ct_tensor right, ct_tensor *out) {
  return giving(out, [&]() -> at::Tensor {
    const at::Tensor &a = tensor(left), &b = tensor(right);
    switch (op) {
    case ct_add: return a.add(b);
    case ct_sub: return a.sub(b);
    case ct_mul: return a.mul(b);
    case ct_div: return a.div(b);
    case ct_pow: return a.pow(b);
    case ct_atan2: return a.atan2(b);
    case ct_maximum: return at::maximum(a, b);
    case ct_minimum: return at::minimum(a, b);
    case ct_remainder: return a.remainder(b);
    case ct_eq: return a.eq(b);
    case ct_ne: return a.ne(b);
    case ct_lt: return a.lt(b);
    case ct_le: return a.le(b);
    case ct_gt: return a.gt(b);
    case ct_ge: return a.ge(b);
    case ct_and: return a.logical_and(b);
    case ct_or: return a.logical_or(b);
    }
    TORCH_CHECK(false, "unknown binary operation ", int(op));
  });
}

int ct_binary_scalar(ct_binary_op op, ct_tensor left, double b, ct_tensor *out) {
  return giving(out, [&]() -> at::Tensor {
    const at::Tensor &a = tensor(left);
    // An integer tensor stays one when the scalar is whole.
    at::Scalar s = !a.is_floating_point() && b == std::floor(b) ? at::Scalar(static_cast<int64_t>(b)) : at::Scalar(b);
    switch (op) {
    case ct_add: return a.add(s);
    case ct_sub: return a.sub(s);
    case ct_mul: return a.mul(s);
    case ct_div: return a.div(s);
    case ct_pow: return a.pow(s);
    case ct_maximum: return a.clamp_min(s);
    case ct_minimum: return a.clamp_max(s);
    case ct_remainder: return a.remainder(s);
    case ct_eq: return a.eq(s);
    case ct_ne: return a.ne(s);
    case ct_lt: return a.lt(s);
    case ct_le: return a.le(s);
    case ct_gt: return a.gt(s);
    case ct_ge: return a.ge(s);
    case ct_atan2:
    case ct_and:
    case ct_or: break;
    }
    TORCH_CHECK(false, "no scalar form of binary operation ", int(op));
  });
}

int ct_add_scaled(ct_tensor a, ct_tensor b, double s, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).add(tensor(b), s); });
}
int ct_lerp(ct_tensor a, ct_tensor b, double w, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).lerp(tensor(b), w); });
}
int ct_where(ct_tensor condition, ct_tensor a, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return at::where(tensor(condition), tensor(a), tensor(b)); });
}
int ct_clamp(ct_tensor a, double low, double high, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).clamp(low, high); });
}

int ct_reduce(ct_reduce_op op, ct_tensor handle, const int64_t *dims, size_t count, bool keep, ct_tensor *out) {
  return giving(out, [&]() -> at::Tensor {
    const at::Tensor &a = tensor(handle);
    std::vector<int64_t> over(dims, dims + count);
    if (count == 0) for (int64_t d = 0; d < a.dim(); ++d) over.push_back(d);
    switch (op) {
    case ct_sum: return a.sum(over, keep);
    case ct_mean: return a.mean(over, keep);
    case ct_amax: return a.amax(over, keep);
    case ct_amin: return a.amin(over, keep);
    case ct_variance: return a.var(at::OptionalIntArrayRef(over), std::optional<at::Scalar>(0), keep);
    case ct_logsumexp: return a.logsumexp(over, keep);
    case ct_all: return at::all(a, at::OptionalIntArrayRef(over), keep);
    case ct_any: return at::any(a, at::OptionalIntArrayRef(over), keep);
    case ct_argmax: return count == 0 ? a.argmax() : a.argmax(over.at(0), keep);
    case ct_argmin: return count == 0 ? a.argmin() : a.argmin(over.at(0), keep);
    }
    TORCH_CHECK(false, "unknown reduction ", int(op));
  });
}
int ct_softmax(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).softmax(dim); });
}
int ct_log_softmax(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).log_softmax(dim); });
}
int ct_cumsum(ct_tensor a, int64_t dim, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).cumsum(dim); });
}
int ct_sort(ct_tensor a, int64_t dim, bool descending, ct_tensor *values, ct_tensor *indices) {
  return guarded([&] {
    auto [v, i] = tensor(a).sort(/*stable=*/true, dim, descending);
    *values = give(v);
    *indices = give(i);
  });
}
