// Convolutions of channels-last images with a weight for each task: ⟨g, x ∗ W⟩ is linear in x, W and g.
#include "product.h"
#include "trilinear.h"
#include "window.h"

using namespace shim;
using namespace window;
using trilinear::Slope;

namespace {
/// Where window and image meet, for each place (ky, kx) of the window: element offsets of rows of pixels and of results, in
/// the order of images. What falls outside of the image is in no list, so that nothing is multiplied by zeros.
struct Meetings {
  std::vector<std::vector<int32_t>> pixels, results;
  std::vector<int64_t> counts; // of one image

  Meetings(const Window &w, int64_t out, int64_t images) : pixels(Size(w)), results(Size(w)), counts(Size(w)) {
    for (int64_t image = 0; image < images; ++image)
      for (int64_t row = 0; row < w.rows(); ++row)
        for (int64_t column = 0; column < w.columns(); ++column)
          for (int64_t k = 0; k < w.size * w.size; ++k) {
            const int64_t y = row * w.stride - w.padding + k / w.size, x = column * w.stride - w.padding + k % w.size;
            if (y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
            const auto at = static_cast<size_t>(k);
            pixels[at].push_back(static_cast<int32_t>(((image * w.height + y) * w.width + x) * w.channels));
            results[at].push_back(static_cast<int32_t>((image * w.places() + row * w.columns() + column) * out));
            if (image == 0) ++counts[at];
          }
  }
  static size_t Size(const Window &w) { return static_cast<size_t>(w.size * w.size); }
};

/// The convolution of a few images, whose numbers and products stay in the cache.
template <typename T> struct Convolution {
  Window w;        // as the products see it: of size 1 where patches are cut first
  Window cutting;  // as the caller has it
  int64_t out, group;
  bool cuts;
  Meetings meetings;

  static Window seen(const Window &w, bool cuts) {
    return cuts ? Window{w.rows(), w.columns(), w.patch(), 1, 1, 0} : w;
  }
  Convolution(const Window &window, int64_t out, int64_t examples)
      : w(seen(window, window.channels < 8)), cutting(window), out(out),
        group(std::clamp<int64_t>(512 / window.places(), 1, std::max<int64_t>(examples, 1))), cuts(window.channels < 8),
        meetings(w, out, group) {}

  /// How far apart the rows of a packed matrix of this width are: whole registers.
  static int64_t step(int64_t width) {
    const int64_t unit = 64 / static_cast<int64_t>(sizeof(T));
    return (width + unit - 1) / unit * unit;
  }
  int64_t scratch() const {
    const int64_t patches = cuts ? group * w.image() : 0, matrix = std::max(w.channels * step(out), out * step(w.channels));
    return patches + std::max(matrix, w.channels * out);
  }
  const T *cutInto(T *patches, const T *x, int64_t images) const {
    if (!cuts) return x;
    simd::run<cut<T>>(x, images, Window(cutting), patches);
    return patches;
  }

  /// y = x ∗ W.
  void output(const T *x, const T *weight, T *y, int64_t images, T *room) const {
    T *matrix = room + (cuts ? group * w.image() : 0);
    const T *from = cutInto(room, x, images);
    std::memset(y, 0, sizeof(T) * static_cast<size_t>(images * w.places() * out));
    for (size_t k = 0; k < meetings.counts.size(); ++k) {
      simd::run<product::transpose<T>>(weight + static_cast<int64_t>(k) * w.channels, w.patch(), out, w.channels, matrix,
                                       step(out));
      product::addRows<T>(from, meetings.pixels[k].data(), y, meetings.results[k].data(), images * meetings.counts[k],
                          matrix, step(out), w.channels, out);
    }
  }
  /// x = what g charges through W.
  void image(const T *weight, const T *g, T *x, int64_t images, T *room) const {
    T *matrix = room + (cuts ? group * w.image() : 0), *to = cuts ? room : x;
    std::memset(to, 0, sizeof(T) * static_cast<size_t>(images * w.image()));
    const int64_t apart = step(w.channels);
    for (size_t k = 0; k < meetings.counts.size(); ++k) {
      const T *part = weight + static_cast<int64_t>(k) * w.channels;
      if (apart != w.channels)
        for (int64_t i = 0; i < out; ++i)
          std::memcpy(matrix + i * apart, part + i * w.patch(), sizeof(T) * static_cast<size_t>(w.channels));
      product::addRows<T>(g, meetings.results[k].data(), to, meetings.pixels[k].data(), images * meetings.counts[k],
                          apart != w.channels ? matrix : part, apart != w.channels ? apart : w.patch(), out, w.channels);
    }
    if (cuts) simd::run<fold<T>>(static_cast<const T *>(room), images, Window(cutting), x);
  }
  /// W += what g charges at x, or = where it is `fresh`.
  void weight(const T *x, const T *g, T *weight, int64_t images, bool fresh, T *room) const {
    T *turned = room + (cuts ? group * w.image() : 0);
    const T *from = cutInto(room, x, images);
    const bool turns = w.channels < step(1) && out >= step(1); // rows as long as a register
    for (size_t k = 0; k < meetings.counts.size(); ++k) {
      T *part = weight + static_cast<int64_t>(k) * w.channels;
      const int32_t *pixels = meetings.pixels[k].data(), *results = meetings.results[k].data();
      const int64_t count = images * meetings.counts[k];
      if (!turns) {
        product::addOuter<T>(g, results, out, from, pixels, count, w.channels, part, w.patch(), fresh);
        continue;
      }
      product::addOuter<T>(from, pixels, w.channels, g, results, count, out, turned, out, true);
      for (int64_t i = 0; i < out; ++i)
        for (int64_t c = 0; c < w.channels; ++c) {
          T &to = part[i * w.patch() + c];
          to = fresh ? turned[c * out + i] : to + turned[c * out + i];
        }
    }
  }
};

/// Convolutions of `rows` images, as many of each task, that give `out` channels.
struct Convolved {
  Window w;
  int64_t tasks, out, rows;

  Convolved(const Window &w, int64_t tasks, int64_t out, int64_t rows) : w(w), tasks(tasks), out(out), rows(rows) {}
  explicit Convolved(const std::vector<int64_t> &n)
      : w{n[0], n[1], n[2], n[3], n[4], n[5]}, tasks(n[6]), out(n[7]), rows(n[8]) {}
  std::vector<int64_t> numbers() const {
    return {w.height, w.width, w.channels, w.size, w.stride, w.padding, tasks, out, rows};
  }

  at::Tensor slope(Slope kind, const at::Tensor &a, const at::Tensor &b) const {
    auto solid = [&](const at::Tensor &t, bool isWeight) {
      // A weight that all tasks share may come expanded: no copy for each.
      const bool isReady = isWeight && t.stride(2) == 1 && t.stride(1) == t.size(2);
      return isReady ? t : t.contiguous();
    };
    auto first = solid(a, kind == Slope::input), second = solid(b, kind == Slope::output);
    const int64_t examples = rows / tasks, result = w.places() * out;
    auto y = kind == Slope::output ? at::empty({rows, w.rows(), w.columns(), out}, a.options())
             : kind == Slope::input ? at::empty({rows, w.height, w.width, w.channels}, a.options())
                                    : at::empty({tasks, out, w.patch()}, a.options());
    typed(y, [&](auto zero) {
      using T = decltype(zero);
      const Convolution<T> convolution(w, out, examples);
      const int64_t groups = (examples + convolution.group - 1) / convolution.group;
      const T *ap = first.template const_data_ptr<T>(), *bp = second.template const_data_ptr<T>();
      T *yp = y.template mutable_data_ptr<T>();
      // A weight gathers from every group of its task; anything else has a place of its own for each.
      const int64_t pieces = kind == Slope::weight ? tasks : tasks * groups;
      at::parallel_for(0, pieces, 1, [&](int64_t begin, int64_t end) {
        auto room = at::empty({convolution.scratch()}, y.options());
        T *scratch = room.template mutable_data_ptr<T>();
        for (int64_t piece = begin; piece < end; ++piece)
          for (int64_t part = 0; part < (kind == Slope::weight ? groups : 1); ++part) {
            const int64_t task = kind == Slope::weight ? piece : piece / groups;
            const int64_t start = (kind == Slope::weight ? part : piece % groups) * convolution.group;
            const int64_t images = std::min(convolution.group, examples - start), row = task * examples + start;
            if (kind == Slope::output)
              convolution.output(ap + row * w.image(), bp + task * second.stride(0), yp + row * result, images, scratch);
            else if (kind == Slope::input)
              convolution.image(ap + task * first.stride(0), bp + row * result, yp + row * w.image(), images, scratch);
            else
              convolution.weight(ap + row * w.image(), bp + row * result, yp + task * y.stride(0), images, part == 0,
                                 scratch);
          }
      });
    });
    return y;
  }
};

at::Tensor plain(const at::Tensor &x, const at::Tensor &weight, const Window &w) {
  auto columns = at::im2col(x.permute({0, 3, 1, 2}), {w.size, w.size}, {1, 1}, {w.padding, w.padding},
                            {w.stride, w.stride}); // [rows, (channel, ky, kx), places]
  const int64_t tasks = weight.size(0), out = weight.size(1), examples = x.size(0) / tasks;
  auto matrix = weight.view({tasks, out, w.size * w.size, w.channels}).transpose(2, 3).reshape({tasks, 1, out, w.patch()});
  return matrix.matmul(columns.view({tasks, examples, w.patch(), w.places()}))
      .transpose(2, 3)
      .reshape({x.size(0), w.rows(), w.columns(), out});
}
} // namespace

int ct_convolved(ct_tensor image, ct_tensor weight, int64_t size, int64_t stride, int64_t padding, ct_tensor *out) {
  return giving(out, [&] {
    const at::Tensor &x = tensor(image), &given = tensor(weight);
    const Window w = windowOver(x.sizes(), size, stride, padding);
    TORCH_CHECK((given.dim() == 2 || given.dim() == 3) && given.size(-1) == w.patch() && areAlike(given, x),
                "the weight is [out, ", w.patch(), "] or [tasks, out, ", w.patch(), "] of ", x.scalar_type(), ", not ",
                given.sizes(), " of ", given.scalar_type());
    auto matrix = given.dim() == 3 ? given : given.unsqueeze(0);
    const int64_t tasks = matrix.size(0);
    TORCH_CHECK(tasks > 0 && x.size(0) > 0 && x.size(0) % tasks == 0, x.size(0), " rows do not divide into ", tasks, " tasks");
    if (!fits(x)) return plain(x, matrix, w);
    TORCH_CHECK(std::max(w.image(), w.places() * matrix.size(1)) < (int64_t{1} << 31) / 512, "images of ", x.sizes(),
                " are too large");
    return trilinear::Slopes<Convolved>::apply(x, matrix, Slope::output,
                                               Convolved(w, tasks, matrix.size(1), x.size(0)));
  });
}
