// Adam over many leaves, one pass over each.
#include "fused.h"

using namespace shim;
using namespace fused;

namespace {
template <typename T>
CT_INLINE void adam(const ct_adam_rule *rule, const T *p, const T *g, const T *m0, const T *v0, int64_t count, T *p1,
                    T *m1, T *v1) {
  const T w1 = T(rule->first_weight), w2 = T(rule->second_weight), keep = T(rule->keep), rate = T(rule->rate),
          scale = T(rule->scale), epsilon = T(rule->epsilon);
  const bool angle = rule->angle;
  for (int64_t i = 0; i < count; ++i) {
    const T m = m0 ? m0[i] : T(0), v = v0 ? v0[i] : T(0);
    const T mean = m + w1 * (g[i] - m), square = v + w2 * (g[i] * g[i] - v);
    m1[i] = mean;
    v1[i] = square;
    const T size = std::sqrt(square) * scale;
    p1[i] = angle ? size : keep * p[i] - rate * (mean / (size + epsilon));
  }
}
} // namespace

int ct_adam(ct_adam_rule rule, const ct_tensor *parameters, const ct_tensor *gradients, const ct_tensor *first,
            const ct_tensor *second, size_t count, ct_tensor *new_parameters, ct_tensor *new_first,
            ct_tensor *new_second) {
  return guarded([&] {
    at::NoGradGuard no_tape;
    for (size_t i = 0; i < count; ++i) {
      auto p = tensor(parameters[i]).detach().contiguous(), g = tensor(gradients[i]).detach().contiguous();
      TORCH_CHECK(g.sizes() == p.sizes() && areAlike(g, p), "the gradient ", g.sizes(), " of ",
                  p.sizes(), " does not fit");
      auto m = first ? tensor(first[i]).contiguous() : at::Tensor(), v = second ? tensor(second[i]).contiguous() : at::Tensor();
      TORCH_CHECK(!m.defined() || (m.sizes() == p.sizes() && areAlike(m, p)), "a moment does not fit");
      TORCH_CHECK(!v.defined() || (v.sizes() == p.sizes() && areAlike(v, p)), "a moment does not fit");
      auto p1 = at::empty_like(p), m1 = at::empty_like(p), v1 = at::empty_like(p);
      typed(p, [&](auto zero) {
        using T = decltype(zero);
        simd::run<adam<T>>(static_cast<const ct_adam_rule *>(&rule), p.template const_data_ptr<T>(),
                           g.template const_data_ptr<T>(),
                           m.defined() ? m.template const_data_ptr<T>() : static_cast<const T *>(nullptr),
                           v.defined() ? v.template const_data_ptr<T>() : static_cast<const T *>(nullptr), p.numel(),
                           p1.template mutable_data_ptr<T>(), m1.template mutable_data_ptr<T>(),
                           v1.template mutable_data_ptr<T>());
      });
      if (rule.angle) p1 = (rule.keep == 1 ? p : p * rule.keep).add(at::atan2(m1, p1), -rule.rate);
      new_parameters[i] = give(p1);
      new_first[i] = give(m1);
      new_second[i] = give(v1);
    }
  });
}
