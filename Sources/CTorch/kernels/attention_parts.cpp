// Attention's parts: a linear map, so that its gradient is its transpose and the transpose's gradient the map.
#include "fused.h"

using namespace shim;
using namespace fused;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
struct Shape {
  int64_t rows, length, heads, width;
};

/// One of three parts: between x [rows, length, 3, heads, width] and [rows, heads, length, width].
template <typename T>
CT_INLINE void turn(const T *from, T *to, const T *cosines, const T *sines, Shape n, bool back, bool turns) {
  const int64_t half = n.width / 2, stride = 3 * n.heads * n.width;
  for (int64_t row = 0; row < n.rows; ++row)
    for (int64_t place = 0; place < n.length; ++place)
      for (int64_t head = 0; head < n.heads; ++head) {
        const int64_t wide = (row * n.length + place) * stride + head * n.width;
        const int64_t apart = ((row * n.heads + head) * n.length + place) * n.width;
        const T *in = from + (back ? apart : wide);
        T *out = to + (back ? wide : apart);
        if (!turns) {
          std::memcpy(out, in, sizeof(T) * static_cast<size_t>(n.width));
          continue;
        }
        const T *c = cosines + place * n.width, *s = sines + place * n.width;
        // Forward: x cos + (−x₂, x₁) sin. Back: its transpose.
        for (int64_t i = 0; i < half; i += lanes) {
          const int64_t left = half - i;
          const vec<T> a = get<T>(in + i, left), b = get<T>(in + half + i, left);
          const vec<T> ca = get<T>(c + i, left), cb = get<T>(c + half + i, left);
          const vec<T> sa = get<T>(s + i, left), sb = get<T>(s + half + i, left);
          put<T>(out + i, back ? a * ca + b * sb : a * ca - b * sa, left);
          put<T>(out + half + i, back ? b * cb - a * sa : b * cb + a * sb, left);
        }
      }
}

template <typename T>
void turnAll(const std::vector<at::Tensor> &parts, const at::Tensor &x, const at::Tensor &cosines,
             const at::Tensor &sines, Shape n, bool back) {
  const bool turns = cosines.numel() > 0; // an empty table stands for none
  const T *c = turns ? cosines.const_data_ptr<T>() : nullptr, *s = turns ? sines.const_data_ptr<T>() : nullptr;
  const int64_t row = n.length * n.heads * n.width;
  T *wide = static_cast<T *>(x.data_ptr());
  overRows(n.rows, 3 * row, [&](int64_t from, int64_t to) {
    for (int64_t part = 0; part < 3; ++part) {
      T *apart = static_cast<T *>(parts[static_cast<size_t>(part)].data_ptr()) + from * row;
      T *whole = wide + from * 3 * row + part * n.heads * n.width;
      simd::run<turn<T>>(back ? static_cast<const T *>(apart) : whole, back ? whole : apart, c, s,
                         Shape{to - from, n.length, n.heads, n.width}, back, turns && part < 2);
    }
  });
}

struct Joined : Function<Joined> {
  static at::Tensor forward(AutogradContext *, const at::Tensor &, const at::Tensor &, const at::Tensor &,
                            const at::Tensor &, const at::Tensor &);
  static variable_list backward(AutogradContext *, variable_list);
};
struct Parted : Function<Parted> {
  static variable_list forward(AutogradContext *context, const at::Tensor &input, int64_t heads,
                               const at::Tensor &cosines, const at::Tensor &sines) {
    TORCH_CHECK(input.dim() == 3 && heads > 0, "attention's parts are of [rows, length, features], not ", input.sizes(),
                ", for ", heads, " heads");
    auto x = input.contiguous();
    const Shape n{x.size(0), x.size(1), heads, x.size(2) / (3 * heads)};
    TORCH_CHECK(n.width * 3 * heads == x.size(2), x.sizes(), " does not divide into ", heads, " heads");
    TORCH_CHECK(cosines.numel() == 0 || (cosines.is_contiguous() && sines.is_contiguous() && n.width % 2 == 0 &&
                                       cosines.numel() == n.length * n.width && sines.sizes() == cosines.sizes() &&
                                       areAlike(cosines, x) && areAlike(sines, x)),
                "the rotary table does not fit ", x.sizes());
    variable_list parts;
    for (int i = 0; i < 3; ++i) parts.push_back(at::empty({n.rows, heads, n.length, n.width}, x.options()));
    typed(x, [&](auto zero) { turnAll<decltype(zero)>(parts, x, cosines, sines, n, false); });
    context->save_for_backward({cosines, sines});
    return parts;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    auto saved = context->get_saved_variables();
    return {Joined::apply(seeds[0], seeds[1], seeds[2], saved[0], saved[1]), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};
at::Tensor Joined::forward(AutogradContext *context, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                           const at::Tensor &cosines, const at::Tensor &sines) {
  const Shape n{q.size(0), q.size(2), q.size(1), q.size(3)};
  auto x = at::empty({n.rows, n.length, 3 * n.heads * n.width}, q.options());
  std::vector<at::Tensor> parts{q.contiguous(), k.contiguous(), v.contiguous()};
  typed(x, [&](auto zero) { turnAll<decltype(zero)>(parts, x, cosines, sines, n, true); });
  context->saved_data["heads"] = n.heads;
  context->save_for_backward({cosines, sines});
  return x;
}
variable_list Joined::backward(AutogradContext *context, variable_list seeds) {
  auto saved = context->get_saved_variables();
  auto parts = Parted::apply(seeds[0], context->saved_data["heads"].toInt(), saved[0], saved[1]);
  return {parts[0], parts[1], parts[2], at::Tensor(), at::Tensor()};
}
} // namespace

int ct_attention_parts(ct_tensor x, int64_t heads, ct_tensor cosines, ct_tensor sines, ct_tensor *query, ct_tensor *key,
                       ct_tensor *value) {
  return guarded([&] {
    auto none = at::empty({0}, tensor(x).options());
    auto parts = Parted::apply(tensor(x), heads, optional(cosines).value_or(none), optional(sines).value_or(none));
    *query = give(parts[0]);
    *key = give(parts[1]);
    *value = give(parts[2]);
  });
}
