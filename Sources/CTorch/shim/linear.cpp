// Products of matrices: libtorch's own, and for layers one of ours where it is the faster one.
#include "fused.h"
#include "gemm.h"
#include "trilinear.h"
#include <ATen/autocast_mode.h>

using namespace shim;
using trilinear::Slope;

namespace {
/// y = x·Wᵀ for x [tasks, rows, in] and W [tasks, out, in].
struct Layer {
  int64_t tasks, rows, in, out;

  Layer(int64_t tasks, int64_t rows, int64_t in, int64_t out) : tasks(tasks), rows(rows), in(in), out(out) {}
  explicit Layer(const std::vector<int64_t> &n) : tasks(n[0]), rows(n[1]), in(n[2]), out(n[3]) {}
  std::vector<int64_t> numbers() const { return {tasks, rows, in, out}; }

  at::Tensor slope(Slope kind, const at::Tensor &a, const at::Tensor &b) const {
    const auto first = a.contiguous(), second = b.contiguous();
    const int64_t height = kind == Slope::weight ? out : rows, width = kind == Slope::output ? out : in;
    const auto result = at::empty({tasks, height, width}, a.options());
    fused::typed(result, [&](auto zero) {
      using T = decltype(zero);
      // One thread takes a task at once; several share its rows, whose sums do not depend on where they are cut.
      const int64_t threads = std::max<int64_t>(at::get_num_threads() / tasks, 1), tiles = height / threads / gemm::tileRows;
      const int64_t share = threads > 1 ? (tiles + 1) * gemm::tileRows : height, shares = (height + share - 1) / share;
      at::parallel_for(0, tasks * shares, 1, [&](int64_t begin, int64_t end) {
        const auto room = at::empty({gemm::scratch<T>(width)}, a.options());
        for (int64_t piece = begin; piece < end; ++piece) {
          const int64_t task = piece / shares, row = piece % shares * share;
          const T *ap = first.template const_data_ptr<T>() + task * first.stride(0);
          const T *bp = second.template const_data_ptr<T>() + task * second.stride(0);
          auto [left, right, depth] = factors(kind, ap, bp, row);
          gemm::multiplied<T>(left, right, result.template mutable_data_ptr<T>() + (task * height + row) * width,
                           std::min(share, height - row), width, depth, room.template mutable_data_ptr<T>());
        }
      });
    });
    return result;
  }

  /// What a slope is the product of, from its row `row` on, and how much it sums.
  template <typename T>
  std::tuple<gemm::Matrix<T>, gemm::Matrix<T>, int64_t> factors(Slope kind, const T *a, const T *b, int64_t row) const {
    switch (kind) {
    case Slope::output: return {{a + row * in, in, 1}, {b, 1, in}, in};  // x·Wᵀ
    case Slope::input: return {{b + row * out, out, 1}, {a, in, 1}, out}; // g·W
    default: return {{b + row, 1, out}, {a, in, 1}, rows};                // gᵀ·x
    }
  }
};

/// What our product takes, and is the faster one for: of fewer rows than a tile has, packing W costs more than it gives.
bool suits(const at::Tensor &x, int64_t rows, const at::Tensor &w, const std::optional<at::Tensor> &bias) {
  auto isLike = [&](const at::Tensor &t) { return t.device() == x.device() && t.scalar_type() == x.scalar_type(); };
  return gemm::isFaster() && rows >= gemm::tileRows && fused::fits(x) && isLike(w) && (!bias || isLike(*bias)) &&
         x.size(-1) == w.size(-1) && w.numel() > 0 && x.size(-1) > 0 && !at::autocast::is_autocast_enabled(at::kCPU);
}

at::Tensor layer(const at::Tensor &x, const at::Tensor &w, const std::optional<at::Tensor> &bias) {
  TORCH_CHECK(w.dim() == 2 || (w.dim() == 3 && x.dim() >= 2 && x.size(0) == w.size(0)), "a weight ", w.sizes(),
              " is [out, in], or [tasks, out, in] for an input whose first axis is the tasks, not ", x.sizes());
  const bool isOfTasks = w.dim() == 3;
  TORCH_CHECK(!bias || bias->dim() == 1 || (isOfTasks && bias->dim() == 2), "a bias ", bias->sizes(),
              " is [out], or [tasks, out] beside a weight of tasks, not beside ", w.sizes());
  TORCH_CHECK(x.dim() > 0, "an input has a last axis");
  int64_t rows = 1; // of a task
  for (int64_t i = isOfTasks; i < x.dim() - 1; ++i) rows *= x.size(i);
  const bool isOurs = suits(x, rows, w, bias);
  if (!isOfTasks && !isOurs) return at::linear(x, w, bias);
  const int64_t tasks = isOfTasks ? w.size(0) : 1;
  const auto flat = x.reshape({tasks, rows, x.size(-1)});
  auto shape = x.sizes().vec();
  shape.back() = w.size(-2);
  const auto perTask = bias && bias->dim() == 2 ? std::optional(bias->unsqueeze(1)) : bias;
  if (!isOurs) {
    const auto turned = w.transpose(1, 2);
    return (perTask ? at::baddbmm(*perTask, flat, turned) : flat.bmm(turned)).reshape(shape);
  }
  const auto y = trilinear::Slopes<Layer>::apply(flat, isOfTasks ? w : w.unsqueeze(0), Slope::output,
                                                 Layer(tasks, rows, w.size(-1), w.size(-2)));
  return (perTask ? y + *perTask : y).reshape(shape);
}
} // namespace

int ct_matmul(ct_tensor a, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return tensor(a).matmul(tensor(b)); });
}
int ct_linear(ct_tensor x, ct_tensor w, ct_tensor b, ct_tensor *out) {
  return giving(out, [&] { return layer(tensor(x), tensor(w), optional(b)); });
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
