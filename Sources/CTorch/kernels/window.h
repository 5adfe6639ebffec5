// Square windows that slide over channels-last images: cutting patches out and adding them back, on the CPU.
#pragma once
#include "fused.h"

namespace window {
using namespace fused;

/// Windows of size × size over images [height, width, channels] with zeros around them.
struct Window {
  int64_t height, width, channels, size, stride, padding;
  int64_t rows() const { return (height + 2 * padding - size) / stride + 1; }
  int64_t columns() const { return (width + 2 * padding - size) / stride + 1; }
  int64_t places() const { return rows() * columns(); }
  int64_t patch() const { return size * size * channels; }
  int64_t image() const { return height * width * channels; }
};

/// The windows of `x` [rows, height, width, channels], checked.
inline Window windowOver(at::IntArrayRef x, int64_t size, int64_t stride, int64_t padding) {
  TORCH_CHECK(x.size() == 4, "images are [rows, height, width, channels], not ", x);
  TORCH_CHECK(size > 0 && stride > 0 && padding >= 0, "a window of size ", size, ", stride ", stride, " and padding ",
              padding, " does not slide");
  TORCH_CHECK(x[1] + 2 * padding >= size && x[2] + 2 * padding >= size, "a window of ", size, " with padding ", padding,
              " does not fit into ", x, ": take a smaller window or more padding");
  return {x[1], x[2], x[3], size, stride, padding};
}

/// Calls `run(image offset, patch offset, count)` for each stretch of numbers that an image and a patch share, and
/// `gap(patch offset, count)` for each stretch of a patch outside of the image.
template <typename Run, typename Gap> CT_INLINE void slide(const Window &w, Run &&run, Gap &&gap) {
  const int64_t line = w.size * w.channels;
  int64_t at = 0;
  for (int64_t row = 0; row < w.rows(); ++row)
    for (int64_t column = 0; column < w.columns(); ++column) {
      const int64_t left = column * w.stride - w.padding;
      const int64_t before = std::clamp<int64_t>(-left, 0, w.size) * w.channels;
      const int64_t end = std::clamp<int64_t>(w.width - left, 0, w.size) * w.channels;
      for (int64_t k = 0; k < w.size; ++k, at += line) {
        const int64_t y = row * w.stride - w.padding + k;
        if (y < 0 || y >= w.height || before >= end) {
          gap(at, line);
          continue;
        }
        if (before > 0) gap(at, before);
        run((y * w.width + left) * w.channels + before, at + before, end - before);
        if (end < line) gap(at + end, line - end);
      }
    }
}

/// Patches [images, places, size · size · channels] of images.
template <typename T> CT_INLINE void cut(const T *x, int64_t images, const Window w, T *patches) {
  for (int64_t image = 0; image < images; ++image, x += w.image(), patches += w.places() * w.patch())
    slide(
        w,
        [&](int64_t from, int64_t to, int64_t count) CT_INLINE_LAMBDA {
          if (count == 3) { // one channel: too short for a call
            patches[to] = x[from], patches[to + 1] = x[from + 1], patches[to + 2] = x[from + 2];
          } else {
            std::memcpy(patches + to, x + from, sizeof(T) * static_cast<size_t>(count));
          }
        },
        [&](int64_t to, int64_t count) CT_INLINE_LAMBDA { std::memset(patches + to, 0, sizeof(T) * static_cast<size_t>(count)); });
}

/// The transpose of `cut`: images in which each number is the sum of its copies.
template <typename T> CT_INLINE void fold(const T *patches, int64_t images, const Window w, T *x) {
  std::memset(x, 0, sizeof(T) * static_cast<size_t>(images * w.image()));
  for (int64_t image = 0; image < images; ++image, x += w.image(), patches += w.places() * w.patch())
    slide(
        w,
        [&](int64_t to, int64_t from, int64_t count) CT_INLINE_LAMBDA {
          for (int64_t i = 0; i < count; i += lanes)
            put<T>(x + to + i, get<T>(x + to + i, count - i) + get<T>(patches + from + i, count - i), count - i);
        },
        [](int64_t, int64_t) CT_INLINE_LAMBDA {});
}
} // namespace window
