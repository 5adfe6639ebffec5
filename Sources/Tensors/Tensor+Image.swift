internal import CTorch

// Images are channels-last, [rows, height, width, channels]: a pixel's channels are adjacent in memory.

extension Tensor {
  /// Returns the windows of `size` × `size` pixels, zeros around the image, in the order (ky, kx, channel): a
  /// convolution is these times a matrix. Differentiable any number of times.
  /// - Shapes: [rows, height, width, channels] to [rows, height′, width′, size · size · channels],
  ///   height′ = ⌊(height + 2 · padding − size) / stride⌋ + 1.
  public func patches(size: Int = 3, stride: Int = 1, padding: Int = 0) -> Tensor {
    giving("patches(size: \(size), stride: \(stride), padding: \(padding)) of \(shape) \(dtype)") {
      ct_patches(raw, Int64(size), Int64(stride), Int64(padding), $0)
    }
  }

  /// Returns the transpose of `patches`, in which each pixel is the sum of its copies. Differentiable any number of
  /// times.
  /// - Shapes: [rows, height′, width′, size · size · channels] to [rows, height, width, channels].
  public func folded(height: Int, width: Int, size: Int = 3, stride: Int = 1, padding: Int = 0) -> Tensor {
    giving(
      "folded(height: \(height), width: \(width), size: \(size), stride: \(stride), padding: \(padding)) of \(shape)"
    ) {
      ct_folded(raw, Int64(height), Int64(width), Int64(size), Int64(stride), Int64(padding), $0)
    }
  }

  /// Returns the largest number of each window of `size` × `size`, windows side by side; the first of equal ones has
  /// the gradient. Differentiable any number of times.
  /// - Shapes: [rows, height, width, channels] to [rows, ⌊height / size⌋, ⌊width / size⌋, channels].
  public func maxPooled(_ size: Int = 2) -> Tensor {
    giving("maxPooled(\(size)) of \(shape) \(dtype)") { ct_max_pooled(raw, Int64(size), $0) }
  }

  /// Returns the convolution of channels-last images with one weight for all rows or one for each task, whose rows are
  /// adjacent. Differentiable any number of times.
  ///
  /// y = patches(x) · weightᵀ
  /// - Shapes: self [rows, height, width, channels]; weight [out, size · size · channels] in the order (ky, kx, channel)
  ///   or [tasks, out, size · size · channels], rows = tasks · examples; the result [rows, height′, width′, out].
  public func convolvedChannelsLast(_ weight: Tensor, size: Int = 3, stride: Int = 1, padding: Int = 0) -> Tensor {
    giving("convolvedChannelsLast: \(shape) \(dtype) with \(weight.shape) \(weight.dtype)") {
      ct_convolved(raw, weight.raw, Int64(size), Int64(stride), Int64(padding), $0)
    }
  }
}
