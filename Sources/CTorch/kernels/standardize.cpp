// Batch norm task by task, with the rectifier behind it, as an operation with two gradients.
#include "standardize.h"

using namespace shim;
using namespace fused;
using namespace standardize;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
// An empty tensor stands for none.
bool given(const at::Tensor &t) { return t.defined() && t.numel() > 0; }
template <typename T> const T *reading(const at::Tensor &t, int64_t at) {
  return given(t) ? t.const_data_ptr<T>() + at : nullptr;
}
template <typename T> T *writing(const at::Tensor &t, int64_t at) {
  return given(t) ? t.mutable_data_ptr<T>() + at : nullptr;
}

/// x [tasks, rows, channels], and of each task's channels the scale, shift, mean and root [tasks, channels].
struct Tasks {
  at::Tensor x, scale, shift, mean, root;
  bool rectified;

  template <typename Body> void each(Body &&body) const {
    const int64_t rows = x.size(1), channels = x.size(2);
    typed(x, [&](auto zero) {
      using T = decltype(zero);
      overRows(x.size(0), rows * channels, [&](int64_t from, int64_t to) {
        for (int64_t task = from; task < to; ++task) {
          const int64_t large = task * rows * channels, small = task * channels;
          const Task<T> t{rows, channels, rectified, reading<T>(x, large), reading<T>(scale, small),
                          reading<T>(shift, small), writing<T>(mean, small), writing<T>(root, small)};
          body(t, large, small);
        }
      });
    });
  }
};

/// What x, the scale and the shift are charged; the last two only where they are.
variable_list gradient(const Tasks &all, const at::Tensor &seed) {
  auto g = seed.contiguous(), toX = at::empty_like(all.x);
  auto toScale = given(all.scale) ? at::empty_like(all.mean) : at::Tensor();
  auto toShift = given(all.scale) ? at::empty_like(all.mean) : at::Tensor();
  all.each([&](const auto &t, int64_t large, int64_t small) {
    using T = std::remove_pointer_t<decltype(t.mean)>;
    const Slopes<T> s{reading<T>(g, large), nullptr, nullptr, nullptr, writing<T>(toX, large), nullptr,
                      writing<T>(toScale, small), writing<T>(toShift, small)};
    simd::choose<backwardAll<T, 64, 4>, backwardAll<T, 32, 2>, backwardAll<T, 16, 1>>(&t, &s);
  });
  return {toX, toScale, toShift};
}

struct StandardizedGradient : Function<StandardizedGradient> {
  static variable_list forward(AutogradContext *context, const at::Tensor &seed, const at::Tensor &x,
                               const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
                               const at::Tensor &root, bool rectified) {
    context->save_for_backward({seed, x, scale, shift, mean, root});
    context->saved_data["rectified"] = rectified;
    auto parts = gradient({x.contiguous(), scale.contiguous(), shift.contiguous(), mean, root, rectified}, seed);
    if (!given(scale)) parts.resize(1);
    return parts;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    onlyTwice(false);
    auto saved = context->get_saved_variables();
    const Tasks all{saved[1].contiguous(), saved[2].contiguous(), saved[3].contiguous(), saved[4], saved[5],
                    context->saved_data["rectified"].toBool()};
    auto g = saved[0].contiguous(), u = seeds[0].contiguous();
    const bool scales = given(all.scale);
    auto uScale = scales ? seeds[1].contiguous() : at::Tensor(), uShift = scales ? seeds[2].contiguous() : at::Tensor();
    auto toSeed = at::empty_like(g), toX = at::empty_like(all.x);
    auto toScale = scales ? at::empty_like(all.mean) : at::Tensor();
    all.each([&](const auto &t, int64_t large, int64_t small) {
      using T = std::remove_pointer_t<decltype(t.mean)>;
      const Slopes<T> s{reading<T>(g, large),      reading<T>(u, large),      reading<T>(uScale, small),
                        reading<T>(uShift, small), writing<T>(toX, large),    writing<T>(toSeed, large),
                        writing<T>(toScale, small), nullptr};
      simd::choose<twiceAll<T, 64, 2>, twiceAll<T, 32, 1>, twiceAll<T, 16, 1>>(&t, &s);
    });
    return {toSeed, toX, toScale, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

struct Standardized : Function<Standardized> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &scale,
                            const at::Tensor &shift, double epsilon, bool rectified, bool twice) {
    auto mean = at::empty({x.size(0), x.size(2)}, x.options());
    const Tasks all{x.contiguous(), scale.contiguous(), shift.contiguous(), mean, at::empty_like(mean), rectified};
    auto y = at::empty_like(all.x);
    all.each([&](const auto &t, int64_t large, int64_t) {
      using T = std::remove_pointer_t<decltype(t.mean)>;
      simd::choose<forwardAll<T, 64, 4>, forwardAll<T, 32, 2>, forwardAll<T, 16, 1>>(&t, static_cast<T>(epsilon),
                                                                                       writing<T>(y, large));
    });
    context->save_for_backward({x, scale, shift, all.mean, all.root});
    context->saved_data["rectified"] = rectified;
    context->saved_data["twice"] = twice;
    return y;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    const bool twice = context->saved_data["twice"].toBool(), rectified = context->saved_data["rectified"].toBool();
    onlyTwice(twice);
    auto saved = context->get_saved_variables();
    auto parts = at::GradMode::is_enabled()
                     ? StandardizedGradient::apply(seeds[0], saved[0], saved[1], saved[2], saved[3], saved[4], rectified)
                     : gradient({saved[0].contiguous(), saved[1].contiguous(), saved[2].contiguous(), saved[3], saved[4], rectified}, seeds[0]);
    parts.resize(6);
    return parts;
  }
};

/// The same in libtorch's operations, for other dtypes and devices.
at::Tensor plain(const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, double epsilon, bool rectified) {
  auto y = (x - x.mean(1, true)) * (x.var(1, /*unbiased=*/false, true) + epsilon).rsqrt();
  if (given(scale)) y = y * scale.unsqueeze(1) + shift.unsqueeze(1);
  return rectified ? y.relu() : y;
}
} // namespace

int ct_standardized(ct_tensor handle, ct_tensor scale, ct_tensor shift, double epsilon, bool rectified, bool twice,
                    ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &x = tensor(handle);
    TORCH_CHECK(x.dim() == 3 && x.size(1) > 0, "rows to standardize are [tasks, rows, channels], not ", x.sizes());
    TORCH_CHECK(!scale.impl == !shift.impl, "a scale comes with a shift");
    at::Tensor factor = at::empty({0}, x.options()), term = factor;
    if (scale.impl) {
      for (const at::Tensor &t : {tensor(scale), tensor(shift)})
        TORCH_CHECK((t.dim() == 1 || (t.dim() == 2 && t.size(0) == x.size(0))) && t.size(-1) == x.size(2) &&
                        areAlike(t, x),
                    "scale and shift are [channels] or [tasks, channels] of ", x.sizes(), ' ', x.scalar_type(), ", not ",
                    t.sizes(), ' ', t.scalar_type());
      factor = tensor(scale).expand({x.size(0), x.size(2)});
      term = tensor(shift).expand({x.size(0), x.size(2)});
    }
    return fits(x) ? Standardized::apply(x, factor, term, epsilon, rectified, twice)
                   : plain(x, factor, term, epsilon, rectified);
  });
}
