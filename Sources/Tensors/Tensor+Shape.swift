internal import CTorch
internal import Requirements

extension Tensor {
  /// Returns the same elements in another shape; one dimension may be −1 and is inferred.
  public func reshaped(_ shape: [Int]) -> Tensor {
    giving("reshaped: \(self.shape) to \(shape)") { out in shape.asInt64 { ct_reshape(raw, $0, $1, out) } }
  }
  /// Returns the same elements in another shape; one dimension may be −1 and is inferred.
  public func reshaped(_ shape: Int...) -> Tensor { reshaped(shape) }
  /// Returns a view with dimensions of 1 expanded (and new ones put in front), without copying.
  public func expanded(_ shape: [Int]) -> Tensor {
    giving("expanded: \(self.shape) to \(shape)") { out in shape.asInt64 { ct_expand(raw, $0, $1, out) } }
  }
  /// Returns the tensor with its dimensions in another order.
  public func permuted(_ axes: Int...) -> Tensor {
    giving("permuted: \(shape) by \(axes)") { out in axes.asInt64 { ct_permute(raw, $0, $1, out) } }
  }
  /// Returns the tensor with two dimensions exchanged, by default the last two.
  public func transposed(_ first: Int = -2, _ second: Int = -1) -> Tensor {
    giving("transposed: \(shape)") { ct_transpose(raw, Int64(first), Int64(second), $0) }
  }
  /// Returns the tensor without dimension `axis`, which must be 1.
  public func squeezed(_ axis: Int) -> Tensor { giving { ct_squeeze(raw, Int64(axis), $0) } }
  /// Returns the tensor with a new dimension of 1 at `axis`.
  public func unsqueezed(_ axis: Int) -> Tensor { giving { ct_unsqueeze(raw, Int64(axis), $0) } }
  /// Returns the tensor with all dimensions from `first` to `last` as one.
  public func flattened(_ first: Int = 0, _ last: Int = -1) -> Tensor {
    let shape = shape
    let end = last < 0 ? last + shape.count : last
    guard first <= end, end < shape.count else { trap("flattened: \(first)...\(last) are not dimensions of \(shape)") }
    return reshaped(Array(shape[..<first]) + [shape[first...end].reduce(1, *)] + Array(shape[(end + 1)...]))
  }
  /// Returns `length` indices of dimension `axis` from `start`.
  public func narrowed(_ axis: Int, from start: Int, length: Int) -> Tensor {
    giving("narrowed: \(length) places from \(start) of dimension \(axis) of \(shape)") {
      ct_narrow(raw, Int64(axis), Int64(start), Int64(length), $0)
    }
  }
  /// The indices `range` of the first dimension.
  public subscript(range: Range<Int>) -> Tensor { narrowed(0, from: range.lowerBound, length: range.count) }
  /// The tensor at `index` of the first dimension, without that dimension.
  public subscript(index: Int) -> Tensor { selected(0, index) }
  /// Returns the tensor at `index` of dimension `axis`, without that dimension.
  public func selected(_ axis: Int, _ index: Int) -> Tensor {
    giving("selected: place \(index) of dimension \(axis) of \(shape)") {
      ct_select(raw, Int64(axis), Int64(index), $0)
    }
  }
  /// Returns the same elements, row-major in memory.
  public func contiguous() -> Tensor { giving { ct_contiguous(raw, $0) } }
  /// Returns copies side by side, `times` along each dimension.
  public func repeated(_ times: [Int]) -> Tensor {
    giving { out in times.asInt64 { ct_repeat(raw, $0, $1, out) } }
  }
  /// Returns the tensor with dimension `axis` reversed.
  public func flipped(_ axis: Int) -> Tensor { giving { ct_flip(raw, Int64(axis), $0) } }
  /// Returns the tensor rolled by `shift` along dimension `axis`; what falls off one end comes in at the other.
  public func rolled(_ shift: Int, _ axis: Int) -> Tensor { giving { ct_roll(raw, Int64(shift), Int64(axis), $0) } }
  /// Returns the tensor padded by `amounts`: (before, after) of the last dimension, then of the one before it, ….
  public func padded(_ amounts: [Int], value: Double = 0) -> Tensor {
    giving { out in amounts.asInt64 { ct_pad(raw, $0!, $1, value, out) } }
  }
  /// Returns the tensor with zeros above the diagonal of the last two dimensions.
  public func lowerTriangle(_ diagonal: Int = 0) -> Tensor { giving { ct_tril(raw, Int64(diagonal), $0) } }

  /// Returns equal parts along `axis`.
  public func split(_ parts: Int, _ axis: Int) -> [Tensor] {
    let size = size(axis)
    guard size % parts == 0 else { trap("split: dimension \(axis) of \(shape) does not divide into \(parts) parts") }
    return (0..<parts).map { narrowed(axis, from: $0 * (size / parts), length: size / parts) }
  }
  /// Returns tensors one after another along `axis`.
  public static func concatenate(_ items: [Tensor], _ axis: Int = 0) -> Tensor {
    giving("concatenate \(items.map(\.shape)) along \(axis)") { out in
      items.map(\.raw).withUnsafeBufferPointer { ct_cat($0.baseAddress!, $0.count, Int64(axis), out) }
    }
  }
  /// Returns tensors of one shape along a new dimension.
  public static func stack(_ items: [Tensor], _ axis: Int = 0) -> Tensor {
    giving("stack \(items.map(\.shape)) along \(axis)") { out in
      items.map(\.raw).withUnsafeBufferPointer { ct_stack($0.baseAddress!, $0.count, Int64(axis), out) }
    }
  }

  /// Returns the slices at `index` (int64, a vector) of dimension `axis`.
  public func gathered(_ axis: Int, at index: Tensor) -> Tensor {
    giving("gathered: \(shape) at \(index.shape)") { ct_index_select(raw, Int64(axis), index.raw, $0) }
  }
  /// Returns for each element of `index` (int64) the element of the tensor at that index along `axis`.
  public func taking(_ axis: Int, at index: Tensor) -> Tensor {
    giving("taking: \(shape) at \(index.shape)") { ct_gather(raw, Int64(axis), index.raw, $0) }
  }
  /// Returns the tensor with `source` added at the indices `index` along `axis`.
  public func scatteringSum(_ axis: Int, at index: Tensor, of source: Tensor) -> Tensor {
    giving { ct_scatter_add(raw, Int64(axis), index.raw, source.raw, $0) }
  }
  /// Returns the tensor with the rows `index` (int64) of dimension 0 replaced by those of `source`.
  public func replacingRows(_ index: Tensor, with source: Tensor) -> Tensor {
    giving("replacingRows: \(shape) at \(index.shape) with \(source.shape)") {
      ct_index_copy(raw, index.raw, source.raw, $0)
    }
  }
  /// Returns 1 at the index given by each integer, else 0, along a new last dimension; int64.
  public func oneHot(_ classes: Int) -> Tensor { giving { ct_one_hot(raw, Int64(classes), $0) } }
  /// Returns rows of this [count, features] table at `index` of any shape: [..., features].
  public func rows(at index: Tensor) -> Tensor {
    giving("rows: \(shape) at \(index.shape)") { ct_embedding(raw, index.raw, $0) }
  }
}
