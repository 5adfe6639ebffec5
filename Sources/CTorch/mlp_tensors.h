// From tensors to the blocks that the passes of mlp.h work on, and back.
#pragma once
#include "mlp.h"
#include "shim.h"
#include <algorithm>
#include <cmath>

namespace mlp {
/// The tensors of a `ct_mlp_tasks`, checked and contiguous, and the sizes that follow from them.
struct Tensors {
  std::vector<at::Tensor> parameters, logarithms, data;
  const double *shares;
  Plan plan;

  explicit Tensors(const ct_mlp_tasks &tasks) : shares(tasks.shares) {
    auto contiguous = [](ct_tensor t) { return shim::tensor(t).detach().contiguous(); };
    for (size_t i = 0; i < 2 * tasks.layers; ++i) {
      parameters.push_back(contiguous(tasks.parameters[i]));
      logarithms.push_back(contiguous(tasks.logarithms[i]));
    }
    for (auto t : {tasks.support_inputs, tasks.support_targets, tasks.query_inputs, tasks.query_targets})
      data.push_back(contiguous(t));
    check();
    lay(tasks.steps);
  }

  /// Calls `body(T{})` with the element type.
  template <typename Body> void typed(Body &&body) const {
    if (parameters[0].scalar_type() == at::kFloat) body(float{});
    else if (parameters[0].scalar_type() == at::kDouble) body(double{});
    else TORCH_CHECK(false, "only float32 and float64");
  }

private:
  void check() const {
    TORCH_CHECK(!parameters.empty(), "a network without layers");
    for (auto *list : {&parameters, &logarithms, &data})
      for (auto &t : *list)
        TORCH_CHECK(t.scalar_type() == parameters[0].scalar_type() && t.device().is_cpu(),
                    "all tensors must be of one dtype, on the CPU");
    for (size_t l = 0; l < parameters.size() / 2; ++l) {
      auto &w = parameters[2 * l], &b = parameters[2 * l + 1];
      TORCH_CHECK(w.dim() == 2 && b.dim() == 1 && b.size(0) == w.size(0), "layer ", l, " has weight ", w.sizes(),
                  " and bias ", b.sizes());
      TORCH_CHECK(l == 0 || w.size(1) == parameters[2 * l - 2].size(0), "layer ", l, " does not fit the one before it");
      TORCH_CHECK(logarithms[2 * l].numel() > 0 && logarithms[2 * l + 1].numel() > 0, "layer ", l, " has no rates");
    }
    for (size_t i = 0; i < 4; ++i) {
      auto features = i % 2 == 0 ? parameters[0].size(1) : parameters[parameters.size() - 2].size(0);
      TORCH_CHECK(data[i].dim() == 3 && data[i].size(0) == data[0].size(0) && data[i].size(2) == features &&
                      data[i].size(1) == data[i / 2 * 2].size(1),
                  "inputs and targets have shapes ", data[0].sizes(), ", ", data[1].sizes(), ", ", data[2].sizes(),
                  ", ", data[3].sizes());
    }
  }

  void lay(size_t steps) {
    plan.steps = static_cast<int64_t>(steps);
    plan.tasks = data[0].size(0);
    plan.points[0] = data[0].size(1);
    plan.points[1] = data[2].size(1);
    const int64_t points = std::max(plan.points[0], plan.points[1]);
    for (size_t l = 0; l < parameters.size() / 2; ++l) {
      Layer n;
      n.in = parameters[2 * l].size(1), n.out = parameters[2 * l].size(0);
      n.ldi = padded(n.in), n.ldo = padded(n.out);
      n.weight = plan.parameters, n.bias = n.weight + n.in * n.ldo;
      plan.parameters = n.bias + n.ldo;
      n.plain = plan.plain, plan.plain += n.out * n.ldi;
      n.input = plan.inputs, plan.inputs += points * n.ldi;
      n.output = plan.outputs, plan.outputs += points * n.ldo;
      plan.layers.push_back(n);
    }
  }
};

/// What all passes need in one element type, and what they add up.
template <typename T> struct Blocks {
  const Tensors &tensors;
  const Plan &plan;
  std::vector<T> start, sum, rates, memory; // rates [steps, leaves]; memory holds zeros, so that all padding is
  const T *data[4];

  Blocks(const Tensors &from, int64_t scratch)
      : tensors(from), plan(from.plan), start(static_cast<size_t>(plan.parameters)), sum(start.size()),
        rates(static_cast<size_t>(plan.steps) * plan.leaves()), memory(static_cast<size_t>(scratch)) {
    for (size_t l = 0; l < plan.layers.size(); ++l) {
      const Layer &n = plan.layers[l];
      auto weight = tensors.parameters[2 * l].template const_data_ptr<T>();
      auto bias = tensors.parameters[2 * l + 1].template const_data_ptr<T>();
      for (int64_t o = 0; o < n.out; ++o) {
        for (int64_t i = 0; i < n.in; ++i) start[static_cast<size_t>(n.weight + i * n.ldo + o)] = weight[o * n.in + i];
        start[static_cast<size_t>(n.bias + o)] = bias[o];
      }
    }
    for (size_t k = 0; k < static_cast<size_t>(plan.steps); ++k)
      for (size_t leaf = 0; leaf < plan.leaves(); ++leaf)
        rates[k * plan.leaves() + leaf] =
            std::exp(tensors.logarithms[leaf].template const_data_ptr<T>()[place(k, leaf)]) * T(tensors.shares[k]);
    for (size_t i = 0; i < 4; ++i) data[i] = tensors.data[i].template const_data_ptr<T>();
  }

  /// The element of a leaf's rates that serves a step: the last one serves all later steps.
  size_t place(size_t step, size_t leaf) const {
    return std::min(step, static_cast<size_t>(tensors.logarithms[leaf].numel()) - 1);
  }

  T share() const { return T(1) / T(plan.tasks); }

  /// The mean over the tasks of what they added to `sum`, one tensor for each parameter.
  void mean(ct_tensor *out) const {
    const T part = share();
    for (size_t l = 0; l < plan.layers.size(); ++l) {
      const Layer &n = plan.layers[l];
      auto weight = at::empty_like(tensors.parameters[2 * l]), bias = at::empty_like(tensors.parameters[2 * l + 1]);
      auto w = weight.template mutable_data_ptr<T>(), b = bias.template mutable_data_ptr<T>();
      for (int64_t o = 0; o < n.out; ++o) {
        for (int64_t i = 0; i < n.in; ++i)
          w[o * n.in + i] = sum[static_cast<size_t>(n.weight + i * n.ldo + o)] * part;
        b[o] = sum[static_cast<size_t>(n.bias + o)] * part;
      }
      out[2 * l] = shim::give(weight);
      out[2 * l + 1] = shim::give(bias);
    }
  }
};
} // namespace mlp
