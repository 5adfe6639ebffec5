internal import CTorch

// Reductions are over the named dimensions, or over all if none is named. Negative dimensions count from the end.

extension Tensor {
  private func reduce(_ op: ct_reduce_op, _ axes: [Int], _ keep: Bool, _ name: String = #function) -> Tensor {
    giving("\(name) of \(shape) over \(axes)") { out in axes.asInt64 { ct_reduce(op, raw, $0, $1, keep, out) } }
  }

  /// Returns Σ x.
  public func sum(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_sum, axes, keeping) }
  /// Returns Σ x over the dimensions of a list.
  public func sum(over axes: [Int], keeping: Bool = false) -> Tensor {
    axes.isEmpty ? self : reduce(ct_sum, axes, keeping)
  }
  /// Returns the arithmetic mean.
  public func mean(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_mean, axes, keeping) }
  /// Returns the population variance.
  public func variance(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_variance, axes, keeping) }
  /// Returns the largest element.
  public func max(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_amax, axes, keeping) }
  /// Returns the smallest element.
  public func min(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_amin, axes, keeping) }
  /// Returns ln Σ eˣ, without overflow.
  public func logSumExp(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_logsumexp, axes, keeping) }
  /// Returns true where every element is true.
  public func all(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_all, axes, keeping) }
  /// Returns true where some element is true.
  public func any(_ axes: Int..., keeping: Bool = false) -> Tensor { reduce(ct_any, axes, keeping) }
  /// Returns the index of the largest element along `axis`, int64.
  public func argmax(_ axis: Int, keeping: Bool = false) -> Tensor { reduce(ct_argmax, [axis], keeping) }

  /// Returns Σ x over all elements, summed in float64.
  public func total() -> Double { converted(to: .float64).sum().item }

  /// Returns eˣ / Σ eˣ along `axis`.
  public func softmax(_ axis: Int) -> Tensor { giving { ct_softmax(raw, Int64(axis), $0) } }
  /// Returns ln softmax along `axis`.
  public func logSoftmax(_ axis: Int) -> Tensor { giving { ct_log_softmax(raw, Int64(axis), $0) } }
  /// Returns the running sums along `axis`.
  public func cumulativeSum(_ axis: Int) -> Tensor { giving { ct_cumsum(raw, Int64(axis), $0) } }

  /// Returns the elements along `axis` in order, and the index of each before. The sort is stable.
  public func sorted(_ axis: Int, descending: Bool = false) -> (values: Tensor, indices: Tensor) {
    var values = ct_tensor(impl: nil)
    var indices = ct_tensor(impl: nil)
    checked("sorted", ct_sort(raw, Int64(axis), descending, &values, &indices))
    return (Tensor(owning: values), Tensor(owning: indices))
  }
}
