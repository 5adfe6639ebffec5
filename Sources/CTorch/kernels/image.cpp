// Patches of channels-last images, and their largest numbers. Each operation here is linear once its windows are chosen, so
// that its gradient is its transpose and the transpose's gradient the operation.
#include "window.h"

using namespace shim;
using namespace window;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
at::Tensor cutAll(const at::Tensor &input, const Window &w) {
  auto x = input.contiguous();
  auto out = at::empty({x.size(0), w.rows(), w.columns(), w.patch()}, x.options());
  typed(x, [&](auto zero) {
    using T = decltype(zero);
    auto xp = x.template const_data_ptr<T>();
    auto op = out.template mutable_data_ptr<T>();
    const int64_t patches = w.places() * w.patch();
    overRows(x.size(0), patches, [&](int64_t from, int64_t to) {
      simd::run<cut<T>>(xp + from * w.image(), to - from, Window(w), op + from * patches);
    });
  });
  return out;
}
at::Tensor foldAll(const at::Tensor &input, const Window &w) {
  auto patches = input.contiguous();
  auto out = at::empty({patches.size(0), w.height, w.width, w.channels}, patches.options());
  typed(patches, [&](auto zero) {
    using T = decltype(zero);
    auto pp = patches.template const_data_ptr<T>();
    auto op = out.template mutable_data_ptr<T>();
    const int64_t each = w.places() * w.patch();
    overRows(out.size(0), each, [&](int64_t from, int64_t to) {
      simd::run<fold<T>>(pp + from * each, to - from, Window(w), op + from * w.image());
    });
  });
  return out;
}

void remember(AutogradContext *context, const Window &w) {
  context->saved_data["window"] = std::vector<int64_t>{w.height, w.width, w.channels, w.size, w.stride, w.padding};
}
Window remembered(AutogradContext *context) {
  auto w = context->saved_data["window"].toIntVector();
  return {w[0], w[1], w[2], w[3], w[4], w[5]};
}

struct Folded : Function<Folded> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &patches, const Window &w) {
    remember(context, w);
    return foldAll(patches, w);
  }
  static variable_list backward(AutogradContext *context, variable_list seeds);
};
struct Patches : Function<Patches> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const Window &w) {
    remember(context, w);
    return cutAll(x, w);
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    return {Folded::apply(seeds[0], remembered(context)), at::Tensor()};
  }
};
variable_list Folded::backward(AutogradContext *context, variable_list seeds) {
  return {Patches::apply(seeds[0], remembered(context)), at::Tensor()};
}

// The same through libtorch, for what our own passes do not take: its patches are (channel, ky, kx) before the places.
at::Tensor plainPatches(const at::Tensor &x, const Window &w) {
  auto columns = at::im2col(x.permute({0, 3, 1, 2}), {w.size, w.size}, {1, 1}, {w.padding, w.padding},
                            {w.stride, w.stride});
  return columns.view({x.size(0), w.channels, w.size * w.size, w.places()})
      .permute({0, 3, 2, 1})
      .reshape({x.size(0), w.rows(), w.columns(), w.patch()});
}
at::Tensor plainFolded(const at::Tensor &patches, const Window &w) {
  auto columns = patches.reshape({patches.size(0), w.places(), w.size * w.size, w.channels})
                     .permute({0, 3, 2, 1})
                     .reshape({patches.size(0), w.patch(), w.places()});
  return at::col2im(columns, {w.height, w.width}, {w.size, w.size}, {1, 1}, {w.padding, w.padding},
                    {w.stride, w.stride})
      .permute({0, 2, 3, 1});
}

// Pooling: windows side by side. `choice` [rows, height, width, channels] is the place in its window that was largest.

template <typename T>
CT_INLINE void poolRow(const T *x, int64_t width, int64_t channels, int64_t size, int64_t columns, T *y,
                       uint8_t *choice) {
  for (int64_t column = 0; column < columns; ++column, y += channels, choice += channels)
    for (int64_t k = 0; k < size * size; ++k) {
      const T *from = x + ((k / size) * width + column * size + k % size) * channels;
      for (int64_t c = 0; c < channels; ++c) {
        const bool isLarger = k == 0 || from[c] > y[c] || from[c] != from[c]; // a NaN stays, as libtorch has it
        y[c] = isLarger ? from[c] : y[c];
        choice[c] = isLarger ? static_cast<uint8_t>(k) : choice[c];
      }
    }
}
/// Between what was chosen and the image's place of it: `back` puts, otherwise takes.
template <typename T>
CT_INLINE void routeRow(const T *from, T *to, const uint8_t *choice, int64_t width, int64_t channels, int64_t size,
                        int64_t columns, bool back) {
  for (int64_t column = 0; column < columns; ++column)
    for (int64_t c = 0; c < channels; ++c) {
      const int64_t small = column * channels + c, k = choice[small];
      const int64_t large = ((k / size) * width + column * size + k % size) * channels + c;
      to[back ? large : small] = from[back ? small : large];
    }
}

struct Pool {
  int64_t height, width, channels, size;
  int64_t rows() const { return height / size; }
  int64_t columns() const { return width / size; }
};

at::Tensor routed(const at::Tensor &input, const at::Tensor &choice, const Pool &p, bool back) {
  auto from = input.contiguous();
  auto out = back ? at::zeros({from.size(0), p.height, p.width, p.channels}, from.options())
                  : at::empty(choice.sizes(), from.options());
  typed(from, [&](auto zero) {
    using T = decltype(zero);
    auto fp = from.template const_data_ptr<T>();
    auto op = out.template mutable_data_ptr<T>();
    auto cp = choice.const_data_ptr<uint8_t>();
    const int64_t small = p.columns() * p.channels, line = p.width * p.channels;
    overRows(from.size(0) * p.rows(), small, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const int64_t large = (row / p.rows() * p.height + row % p.rows() * p.size) * line;
        simd::run<routeRow<T>>(fp + (back ? row * small : large), op + (back ? large : row * small), cp + row * small,
                               p.width, p.channels, p.size, p.columns(), back);
      }
    });
  });
  return out;
}

/// Takes from an image what was chosen, or puts it there: each is the other's transpose.
struct Routed : Function<Routed> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &from, const at::Tensor &choice, const Pool &p,
                            bool back) {
    context->save_for_backward({choice});
    context->saved_data["pool"] = std::vector<int64_t>{p.height, p.width, p.channels, p.size};
    context->saved_data["back"] = back;
    return routed(from, choice, p, back);
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    auto p = context->saved_data["pool"].toIntVector();
    auto d = Routed::apply(seeds[0], context->get_saved_variables()[0], Pool{p[0], p[1], p[2], p[3]},
                           !context->saved_data["back"].toBool());
    return {d, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

struct Pooled : Function<Pooled> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input, const Pool &p) {
    auto x = input.contiguous();
    auto y = at::empty({x.size(0), p.rows(), p.columns(), p.channels}, x.options());
    auto choice = at::empty(y.sizes(), y.options().dtype(at::kByte));
    typed(x, [&](auto zero) {
      using T = decltype(zero);
      auto xp = x.template const_data_ptr<T>();
      auto yp = y.template mutable_data_ptr<T>();
      auto cp = choice.template mutable_data_ptr<uint8_t>();
      const int64_t small = p.columns() * p.channels, line = p.width * p.channels;
      overRows(x.size(0) * p.rows(), small, [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row)
          simd::run<poolRow<T>>(xp + (row / p.rows() * p.height + row % p.rows() * p.size) * line, p.width, p.channels,
                                p.size, p.columns(), yp + row * small, cp + row * small);
      });
    });
    context->save_for_backward({choice});
    context->saved_data["pool"] = std::vector<int64_t>{p.height, p.width, p.channels, p.size};
    return y;
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    auto p = context->saved_data["pool"].toIntVector();
    return {Routed::apply(seeds[0], context->get_saved_variables()[0], Pool{p[0], p[1], p[2], p[3]}, true),
            at::Tensor()};
  }
};
} // namespace

int ct_patches(ct_tensor handle, int64_t size, int64_t stride, int64_t padding, ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &x = tensor(handle);
    const Window w = windowOver(x.sizes(), size, stride, padding);
    return fits(x) ? Patches::apply(x, w) : plainPatches(x, w);
  });
}
int ct_folded(ct_tensor handle, int64_t height, int64_t width, int64_t size, int64_t stride, int64_t padding,
              ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &p = tensor(handle);
    TORCH_CHECK(p.dim() == 4 && size > 0 && p.size(3) % (size * size) == 0,
                "patches are [rows, height, width, size · size · channels], not ", p.sizes(), " of size ", size);
    const Window w = windowOver({p.size(0), height, width, p.size(3) / (size * size)}, size, stride, padding);
    TORCH_CHECK(p.size(1) == w.rows() && p.size(2) == w.columns(), "an image of ", height, " × ", width, " has ",
                w.rows(), " × ", w.columns(), " patches, not ", p.sizes());
    return fits(p) ? Folded::apply(p, w) : plainFolded(p, w);
  });
}
int ct_max_pooled(ct_tensor handle, int64_t size, ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &x = tensor(handle);
    TORCH_CHECK(x.dim() == 4, "images are [rows, height, width, channels], not ", x.sizes());
    TORCH_CHECK(size > 0 && size < 16 && x.size(1) >= size && x.size(2) >= size, "windows of ", size,
                " do not fit into ", x.sizes());
    if (!fits(x)) return at::max_pool2d(x.permute({0, 3, 1, 2}), {size, size}).permute({0, 2, 3, 1});
    const Pool p{x.size(1), x.size(2), x.size(3), size};
    return Pooled::apply(x, p);
  });
}
