/// The quantities that a cost may grow with.
public enum CostAxis: String, CaseIterable, Codable, Sendable {
  /// Inner steps.
  case innerSteps
  /// Tasks a meta-batch.
  case tasks
  /// Widths; slopes along it are those in the number of parameters.
  case width
}

/// A point at which costs are measured.
public struct CostSetting: Hashable, Codable, Sendable {
  /// Inner steps.
  public var innerSteps: Int
  /// Tasks a meta-batch.
  public var tasks: Int
  /// Width of the layers, or filters of the blocks.
  public var width: Int

  /// A point.
  public init(innerSteps: Int, tasks: Int, width: Int) {
    (self.innerSteps, self.tasks, self.width) = (innerSteps, tasks, width)
  }

  /// This point with another value along an axis.
  func with(_ axis: CostAxis, _ value: Int) -> CostSetting {
    var copy = self
    switch axis {
    case .innerSteps: copy.innerSteps = value
    case .tasks: copy.tasks = value
    case .width: copy.width = value
    }
    return copy
  }
}
