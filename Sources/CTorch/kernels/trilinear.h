// Forms ⟨g, f(x, W)⟩ that are linear in x, in W and in g: f and its two gradients are the three slopes of one form, and the
// gradient of each slope is made of the other two, so that every order of derivative is at hand.
#pragma once
#include "shim.h"
#include <torch/csrc/autograd/custom_function.h>

namespace trilinear {
/// f(x, W); what g charges at x; what g charges at W.
enum class Slope : int64_t { output, input, weight };

/// A slope of `Form`, which has `slope(kind, a, b)`, where a and b are, of input, weight and output, the two that are not
/// `kind`; `numbers()`, and a constructor from those.
template <typename Form> struct Slopes : torch::autograd::Function<Slopes<Form>> {
  static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &a, const at::Tensor &b, Slope kind,
                            const Form &form) {
    context->save_for_backward({a, b});
    context->saved_data["kind"] = static_cast<int64_t>(kind);
    context->saved_data["form"] = form.numbers();
    return form.slope(kind, a, b);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                 torch::autograd::variable_list seeds) {
    auto saved = context->get_saved_variables();
    const auto kind = static_cast<Slope>(context->saved_data["kind"].toInt());
    const Form form(context->saved_data["form"].toIntVector());
    auto of = [&](Slope kind, const at::Tensor &a, const at::Tensor &b) { return Slopes::apply(a, b, kind, form); };
    // The seed stands where the result was.
    const auto &a = saved[0], &b = saved[1], &seed = seeds[0];
    at::Tensor toA, toB;
    if (context->needs_input_grad(0))
      toA = kind == Slope::output  ? of(Slope::input, b, seed)
            : kind == Slope::input ? of(Slope::weight, seed, b)
                                   : of(Slope::input, seed, b);
    if (context->needs_input_grad(1))
      toB = kind == Slope::output  ? of(Slope::weight, a, seed)
            : kind == Slope::input ? of(Slope::output, seed, a)
                                   : of(Slope::output, a, seed);
    return {toA, toB, at::Tensor(), at::Tensor()};
  }
};
} // namespace trilinear
