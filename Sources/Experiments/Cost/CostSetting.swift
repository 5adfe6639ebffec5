/// A quantity that a cost may grow with.
public enum CostAxis: String, CaseIterable, Codable, Sendable {
  /// The number of inner steps.
  case innerSteps
  /// The number of tasks in a meta-batch.
  case tasks
  /// The width; slopes along it are those in the number of parameters.
  case width
}

/// A point at which costs are measured.
public struct CostSetting: Hashable, Codable, Sendable {
  /// The number of inner steps.
  public var innerSteps: Int
  /// The number of tasks in a meta-batch.
  public var tasks: Int
  /// The width of the layers, or number of filters of the blocks.
  public var width: Int

  /// Creates a point.
  public init(innerSteps: Int, tasks: Int, width: Int) {
    (self.innerSteps, self.tasks, self.width) = (innerSteps, tasks, width)
  }

  /// Returns the point with another value along an axis.
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
