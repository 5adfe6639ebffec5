internal import Requirements
public import Tensors

/// A table of one learned vector for each task, which joint training gives a network instead of demonstrations.
///
/// For each row r of the batch: g = Σ of its gradients, p ← p · (1 − ρ · decay) − ρ · sign(g). Other rows stay.
/// - Source: the published TRM code, `CastedSparseEmbeddingSignSGD_Distributed`; rate 1e-2, decay 0.1 for ARC.
/// - Shapes: [count, width]; rows start at zero. An update copies the table once.
public struct TaskTable: ParameterTree {
  /// The table, [count, width].
  public var weight: Tensor

  /// Creates a table of zeros.
  public init(count: Int, width: Int, device: Device = .cpu) {
    weight = .zeros([count, width], device: device)
  }

  /// The number of tasks.
  public var count: Int { weight.size(0) }

  /// The mean row, from which a task that was not trained on starts.
  public var mean: Tensor { weight.mean(0) }

  /// Returns the vectors of the tasks at `index`: [...] gives [..., width].
  public func callAsFunction(_ index: Tensor) -> Tensor { weight.rows(at: index) }

  /// Updates the rows at `index` [batch] by `gradient` [batch, width]; a row that occurs twice moves once.
  public mutating func update(at index: Tensor, with gradient: Tensor, rate: Double, weightDecay: Double = 0) {
    require(
      gradient.shape == [index.count, weight.size(1)],
      "gradients \(gradient.shape) for \(index.count) rows of a table \(weight.shape): give one a row")
    withoutGradient {
      let occurrences = index.scalars(Int.self)
      let rows = Set(occurrences).sorted()
      let place = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
      let places = Tensor(occurrences.map { place[$0]! }, device: gradient.device)
      let sums = Tensor.zeros([rows.count, weight.size(1)], dtype: weight.dtype, device: weight.device)
        .scatteringSum(0, at: places.unsqueezed(1).expanded(gradient.shape), of: gradient.converted(to: weight.dtype))
      let touched = Tensor(rows, device: weight.device)
      let moved = (self(touched) * (1 - rate * weightDecay)).adding(sums.sign(), scaledBy: -rate)
      weight = weight.replacingRows(touched, with: moved)
    }
  }

  /// Visits the table.
  public mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("weight", &weight) }
}
