#include "shim.h"
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/api/include/torch/version.h>

using namespace shim;

bool ct_requires_gradient(ct_tensor t) { return tensor(t).requires_grad(); }
int ct_leaf(ct_tensor t, ct_tensor *out) {
  return giving(out, [&] { return tensor(t).detach().requires_grad_(true); });
}
int ct_detach(ct_tensor t, ct_tensor *out) {
  return giving(out, [&] { return tensor(t).detach(); });
}
bool ct_set_gradient_mode(bool enabled) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(enabled);
  return before;
}
bool ct_gradient_mode(void) { return at::GradMode::is_enabled(); }

int ct_gradient(const ct_tensor *outputs, const ct_tensor *seeds, size_t output_count, const ct_tensor *inputs,
                size_t input_count, bool retain_graph, bool create_graph, ct_tensor *out) {
  return guarded([&] {
    auto gradients = torch::autograd::grad(
        list(outputs, output_count), list(inputs, input_count),
        seeds ? list(seeds, output_count) : std::vector<at::Tensor>{}, retain_graph, create_graph,
        /*allow_unused=*/true);
    for (size_t i = 0; i < input_count; ++i)
      out[i] = gradients[i].defined() ? give(gradients[i]) : ct_tensor{nullptr};
  });
}

int ct_set_autocast(ct_device d, bool enabled, ct_dtype to) {
  return guarded([&] {
    auto kind = device(d).type();
    at::autocast::set_autocast_dtype(kind, dtype(to));
    at::autocast::set_autocast_enabled(kind, enabled);
    if (!enabled) at::autocast::clear_cache();
  });
}

namespace {
using torch::autograd::variable_list;

/// A Swift closure that outlives the call: released when the last tape that needs it goes.
struct Block {
  ct_block run;
  void (*release)(void *);
  void *context;
  size_t output_count;
  Block(ct_block run, void (*release)(void *), void *context, size_t output_count)
      : run(run), release(release), context(context), output_count(output_count) {}
  Block(const Block &) = delete; // a copy would release the closure twice
  ~Block() { release(context); }

  variable_list operator()(const variable_list &inputs) const {
    std::vector<ct_tensor> in, out(output_count, ct_tensor{nullptr});
    for (auto &t : inputs) in.push_back(give(t));
    int status = run(context, in.data(), in.size(), out.data(), out.size());
    for (auto t : in) ct_free(t);
    TORCH_CHECK(status == 0, "a checkpointed block failed");
    variable_list result;
    for (auto t : out) {
      result.push_back(tensor(t));
      ct_free(t);
    }
    return result;
  }
};

/// The tape's stand-in for a block: keeps its inputs only and runs the block again when a gradient is asked for.
struct CheckpointNode : torch::autograd::Node {
  std::shared_ptr<Block> block;
  variable_list inputs;

  variable_list apply(variable_list &&seeds) override {
    bool higher_order = at::GradMode::is_enabled();
    at::AutoGradMode enable(true);
    variable_list fresh, wanted;
    for (auto &t : inputs) {
      // A view keeps the way back to the original input, so that the gradient itself can be differentiated.
      auto entry = higher_order && t.requires_grad() ? t.view_as(t) : t.detach().requires_grad_(t.requires_grad());
      fresh.push_back(entry);
      if (t.requires_grad()) wanted.push_back(entry);
    }
    variable_list outputs, outputSeeds;
    auto all = (*block)(fresh);
    for (size_t i = 0; i < all.size(); ++i) {
      if (!seeds[i].defined() || !all[i].requires_grad()) continue;
      outputs.push_back(all[i]);
      outputSeeds.push_back(seeds[i]);
    }
    variable_list gradients(inputs.size());
    if (outputs.empty()) return gradients;
    auto found = torch::autograd::grad(outputs, wanted, outputSeeds, std::nullopt, higher_order, true);
    for (size_t i = 0, w = 0; i < inputs.size(); ++i)
      if (inputs[i].requires_grad()) gradients[i] = found[w++];
    return gradients;
  }
  void release_variables() override { inputs.clear(); }
};
} // namespace

int ct_checkpoint(ct_block run, void (*release)(void *), void *context, const ct_tensor *inputs, size_t input_count,
                  ct_tensor *outputs, size_t output_count) {
  return guarded([&] {
    auto block = std::make_shared<Block>(run, release, context, output_count);
    auto in = list(inputs, input_count);
    variable_list results;
    {
      at::NoGradGuard no_tape;
      results = (*block)(in);
    }
    if (at::GradMode::is_enabled() && torch::autograd::compute_requires_grad(in)) {
#if TORCH_VERSION_MINOR >= 13
      auto node = c10::make_intrusive<CheckpointNode>();
#else
      auto node = std::shared_ptr<CheckpointNode>(new CheckpointNode(), torch::autograd::deleteNode);
#endif
      node->set_next_edges(torch::autograd::collect_next_edges(in));
      node->block = block;
      node->inputs = in;
      for (auto &t : results) {
        t = t.detach();
        if (t.is_floating_point()) torch::autograd::set_history(t, node);
        else node->add_input_metadata(torch::autograd::Node::undefined_input());
      }
    }
    for (size_t i = 0; i < output_count; ++i) outputs[i] = give(results[i]);
  });
}
