public import Networks
public import Tasks

/// A network that cannot read every batch, such as one with a limited number of positions.
public protocol LimitsBatches<Batch>: AdaptableNetwork {
  /// Returns the reason why the network cannot read a batch, or `nil` if it can.
  func problem(with batch: Batch) -> String?
}

extension TinyRecursiveModel: LimitsBatches {
  /// Returns the reason why a canvas is too large for the positions, or `nil` if it is not.
  public func problem(with batch: TokenBatch) -> String? {
    configuration.problem(with: Canvas(height: batch.layout.height, width: batch.layout.width))
  }
}

extension TinyRecursiveConfiguration {
  /// Returns the reason why a network of these sizes cannot read a canvas, or `nil` if it can.
  public func problem(with canvas: Canvas) -> String? {
    let name = "a canvas of \(canvas.height) × \(canvas.width)"
    if mixing == .tokenMLP, canvas.count != maximumLength {
      return "\(name) has \(canvas.count) tokens, and token mixing is made for exactly maximumLength \(maximumLength)"
    }
    if positions == .learned || positions == .none, canvas.count > maximumLength {
      return "\(name) has \(canvas.count) tokens, and the network's maximumLength is \(maximumLength)"
    }
    if positionHeads > 0, max(canvas.height, canvas.width) > positionExtent {
      return "\(name) has a side beyond the network's placeExtent \(positionExtent)"
    }
    return nil
  }
}
