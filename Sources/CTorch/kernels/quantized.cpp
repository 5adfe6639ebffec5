// Products with weights that stay in the blocks of a GGUF file: a token of a model in Q4_1 reads a sixth of the memory that
// float32 takes, which is what decoding waits for.
#include "blocks.h"
#include "fused.h"

using namespace shim;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {
using namespace blocks;

/// Writes the weights of `count` blocks.
template <typename F, int lanes> CT_INLINE void decode(const uint8_t *from, int64_t count, float *to) {
  constexpr int vectors = static_cast<int>(F::group) / lanes, groups = static_cast<int>(F::elements / F::group);
  for (int64_t block = 0; block < count; ++block, from += F::size)
    for (int part = 0; part < groups; ++part, to += F::group) {
      Group<vectors, lanes> g;
      F::template unpack<lanes>(from, part, g);
      CT_UNROLL for (int i = 0; i < vectors; ++i) {
        const floats<lanes> w = F::hasMinimum ? g.q[i] * g.d + g.m : g.q[i] * g.d;
        std::memcpy(to + lanes * i, &w, sizeof w);
      }
    }
}

/// y[r·out + o] = Σ x[r]·w[o] for `rows` rows of x [rows, in], their sums over groups, and `outs` rows of w: the sums of one row
/// wait for each other, so that several at a time keep the processor busy, and x is loaded once for all.
template <typename F, int lanes, int rows, int outs>
CT_INLINE void tile(const float *x, const float *sums, int64_t in, const uint8_t *w, float *y, int64_t out) {
  constexpr int vectors = static_cast<int>(F::group) / lanes, groups = static_cast<int>(F::elements / F::group);
  const int64_t blocks = in / F::elements, width = in / F::group, bytes = blocks * F::size;
  floats<lanes> total[rows][outs];
  float rest[rows][outs];
  CT_UNROLL for (int r = 0; r < rows; ++r)
    CT_UNROLL for (int o = 0; o < outs; ++o) total[r][o] = floats<lanes>{}, rest[r][o] = 0;
  int64_t group = 0;
  for (int64_t block = 0; block < blocks; ++block, w += F::size)
    CT_UNROLL for (int part = 0; part < groups; ++part, x += F::group, ++group) {
      floats<lanes> v[rows][vectors];
      CT_UNROLL for (int r = 0; r < rows; ++r)
        CT_UNROLL for (int i = 0; i < vectors; ++i) std::memcpy(&v[r][i], x + r * in + lanes * i, sizeof v[r][i]);
      CT_UNROLL for (int o = 0; o < outs; ++o) {
        Group<vectors, lanes> g;
        F::template unpack<lanes>(w + o * bytes, part, g);
        CT_UNROLL for (int r = 0; r < rows; ++r) {
          floats<lanes> sum{};
          CT_UNROLL for (int i = 0; i < vectors; ++i) sum += g.q[i] * v[r][i];
          total[r][o] += sum * g.d;
          if (F::hasMinimum) rest[r][o] += g.m * sums[r * width + group];
        }
      }
    }
  CT_UNROLL for (int r = 0; r < rows; ++r)
    CT_UNROLL for (int o = 0; o < outs; ++o) {
      float parts[lanes], sum = rest[r][o];
      std::memcpy(parts, &total[r][o], sizeof parts);
      CT_UNROLL for (int i = 0; i < lanes; ++i) sum += parts[i];
      y[r * out + o] = sum;
    }
}

/// The same for `count` rows of w.
template <typename F, int lanes, int rows>
CT_INLINE void products(const float *x, const float *sums, int64_t in, const uint8_t *w, int64_t count, float *y, int64_t out) {
  constexpr int outs = lanes < 16 || rows > 2 ? 1 : 4 / rows;
  const int64_t bytes = in / F::elements * F::size;
  int64_t o = 0;
  for (; o + outs <= count; o += outs) tile<F, lanes, rows, outs>(x, sums, in, w + o * bytes, y + o, out);
  for (; o < count; ++o) tile<F, lanes, rows, 1>(x, sums, in, w + o * bytes, y + o, out);
}

/// The sum of each of `count` groups of x.
template <int group> CT_INLINE void sumGroups(const float *x, int64_t count, float *sums) {
  for (int64_t i = 0; i < count; ++i, x += group) {
    floats<8> total{};
    CT_UNROLL for (int k = 0; k < group; k += 8) {
      floats<8> v;
      std::memcpy(&v, x + k, sizeof v);
      total += v;
    }
    sums[i] = simd::sum<float>(total);
  }
}

template <typename Body> void formatted(ct_block_format format, Body &&body) {
  switch (format) {
  case ct_q4_0: return body(Q4_0{});
  case ct_q4_1: return body(Q4_1{});
  case ct_q5_0: return body(Q5_0{});
  case ct_q5_1: return body(Q5_1{});
  case ct_q8_0: return body(Q8_0{});
  case ct_q4_k: return body(Q4_K{});
  case ct_q5_k: return body(Q5_K{});
  case ct_q6_k: return body(Q6_K{});
  }
  TORCH_CHECK(false, "unknown block format ", int(format));
}

/// How many weights a row of blocks holds.
int64_t inputs(const at::Tensor &blocks, ct_block_format format) {
  TORCH_CHECK(blocks.device().is_cpu() && blocks.scalar_type() == at::kByte && blocks.dim() > 0,
              "blocks are uint8 on the CPU, not ", blocks.scalar_type(), " ", blocks.sizes());
  int64_t in = 0;
  formatted(format, [&](auto f) {
    using F = decltype(f);
    TORCH_CHECK(blocks.size(-1) % F::size == 0, "rows of ", blocks.size(-1), " bytes are no whole blocks of ", F::size);
    in = blocks.size(-1) / F::size * F::elements;
  });
  return in;
}

at::Tensor dequantized(const at::Tensor &given, ct_block_format format) {
  const int64_t in = inputs(given, format);
  const auto blocks = given.contiguous();
  auto shape = blocks.sizes().vec();
  shape.back() = in;
  auto y = at::empty(shape, blocks.options().dtype(at::kFloat));
  formatted(format, [&](auto f) {
    using F = decltype(f);
    const uint8_t *from = blocks.const_data_ptr<uint8_t>();
    float *to = y.mutable_data_ptr<float>();
    fused::overRows(blocks.numel() / F::size, F::elements, [&](int64_t a, int64_t b) {
      simd::choose<decode<F, 16>, decode<F, 8>, decode<F, 8>>(from + a * F::size, b - a, to + a * F::elements);
    });
  });
  return y;
}

/// From this many rows on a matrix of float32 and libtorch's product are faster.
constexpr int64_t most = 12;

template <typename F, int rows>
void strip(const float *x, const float *sums, int64_t in, const uint8_t *w, int64_t out, float *y) {
  fused::overRows(out, in * rows, [&](int64_t a, int64_t b) {
    simd::choose<products<F, 16, rows>, products<F, 8, rows>, products<F, 8, rows>>(
        x, sums, in, w + a * (in / F::elements) * F::size, b - a, y + a, out);
  });
}

at::Tensor product(const at::Tensor &x, const at::Tensor &given, ct_block_format format) {
  const auto blocks = given.contiguous();
  const int64_t in = inputs(blocks, format), out = blocks.size(0), rows = x.numel() / std::max<int64_t>(in, 1);
  auto shape = x.sizes().vec();
  shape.back() = out;
  if (rows > most) return at::linear(x, dequantized(blocks, format));
  auto y = at::empty(shape, x.options());
  formatted(format, [&](auto f) {
    using F = decltype(f);
    const auto own = x.reshape({rows, in}).contiguous();
    const float *xs = own.template const_data_ptr<float>();
    std::vector<float> sums(F::hasMinimum ? static_cast<size_t>(rows * in / F::group) : 0);
    if (F::hasMinimum) simd::run<sumGroups<F::group>>(xs, rows * in / F::group, sums.data());
    const float *ss = sums.data();
    const uint8_t *w = blocks.const_data_ptr<uint8_t>();
    float *ys = y.mutable_data_ptr<float>();
    const int64_t width = F::hasMinimum ? in / F::group : 0;
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4) strip<F, 4>(xs + r * in, ss + r * width, in, w, out, ys + r * out);
    for (; r + 2 <= rows; r += 2) strip<F, 2>(xs + r * in, ss + r * width, in, w, out, ys + r * out);
    for (; r < rows; ++r) strip<F, 1>(xs + r * in, ss + r * width, in, w, out, ys + r * out);
  });
  return y;
}

struct Product : Function<Product> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &blocks, int64_t format) {
    context->save_for_backward({blocks});
    context->saved_data["format"] = format;
    return product(x, blocks, static_cast<ct_block_format>(format));
  }
  static variable_list backward(AutogradContext *context, variable_list seeds) {
    const auto format = static_cast<ct_block_format>(context->saved_data["format"].toInt());
    return {seeds[0].matmul(dequantized(context->get_saved_variables()[0], format)), at::Tensor(), at::Tensor()};
  }
};
} // namespace

int ct_dequantized(ct_tensor blocks, ct_block_format format, ct_tensor *out) {
  return giving(out, [&] { return dequantized(tensor(blocks), format); });
}
int ct_quantized_linear(ct_tensor x, ct_tensor blocks, ct_block_format format, ct_tensor *out) {
  return giving(out, [&] {
    const auto &a = tensor(x), &w = tensor(blocks);
    TORCH_CHECK(w.dim() == 2 && a.dim() > 0 && a.size(-1) == inputs(w, format), "an input ", a.sizes(),
                " does not meet blocks ", w.sizes(), " of ", inputs(w, format), " weights a row");
    TORCH_CHECK(a.device().is_cpu() && a.scalar_type() == at::kFloat, "blocks meet float32 on the CPU, not ",
                a.scalar_type());
    return Product::apply(a, w, static_cast<int64_t>(format));
  });
}
