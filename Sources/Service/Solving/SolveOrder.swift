/// An order for the answers to tasks.
public struct SolveOrder: Codable, Hashable, Sendable {
  /// The text of a task file: ARC's JSON, or an example a line.
  public var file: String
  /// The number of answers to each query.
  public var attempts = 2
  /// The seconds that a task may take, or `nil` if counts alone bound the work.
  public var seconds: Double?
  /// Who answers: both, programs or network.
  public var by = "both"

  /// Creates an order with defaults.
  public init(file: String) { self.file = file }
}
