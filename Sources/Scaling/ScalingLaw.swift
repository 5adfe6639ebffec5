/// A scaling law: a formula for a quantity against scale, with parameters to fit.
///
/// Write the formula in `Dual`s, declare the parameters and where a fit starts, and add a line to
/// `ScalingLaws.all`: fits, intervals, forecasts, verdicts, the command and the contract tests follow.
public protocol ScalingLaw: Sendable {
  /// The name in the catalogue: "chinchilla".
  var name: String { get }
  /// The formula, as a line of text.
  var formula: String { get }
  /// The variables, in the order of `Point`.
  var variables: [LawVariable] { get }
  /// The parameters that a fit determines, in the order of `evaluate`'s parameters.
  var parameters: [LawParameter] { get }
  /// The number of leading variables that are spent on an experiment, and have to vary apart from each other: all of
  /// them, unless the law also reads a learning rate, or the number of unique tokens.
  var spentVariables: Int { get }
  /// Returns the value at one point.
  func evaluate(_ x: Point, _ parameters: [Dual]) -> Dual
  /// Returns the values at many points; one after the other, unless a law has a faster way.
  func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual]
  /// Returns the quantities that follow from the parameters and have a name of their own: the compute-optimal exponent,
  /// say.
  func derived(_ parameters: [Double]) -> [DerivedQuantity]
  /// Returns the law prepared for data: one over a schedule collects the schedules of the runs. Most return themselves.
  func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw
  /// Returns further starts, beside the declared grid; most laws need none.
  func starts(for observations: Observations) -> [[Double]]
}

extension ScalingLaw {
  /// Returns the values one after the other. A requirement all the same: each law gets a loop of its own, with its
  /// formula inside.
  public func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual] {
    points.map { evaluate($0, parameters) }
  }
  /// The number of all variables.
  public var spentVariables: Int { variables.count }
  /// Returns no quantities.
  public func derived(_ parameters: [Double]) -> [DerivedQuantity] { [] }
  /// Returns the law itself.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw { self }
  /// Returns no starts.
  public func starts(for observations: Observations) -> [[Double]] { [] }

  /// Returns the law's value at a point.
  public func value(at x: Point, _ parameters: [Double]) -> Double {
    evaluate(x, parameters.map { Dual($0) }).value
  }
}

/// A variable of a law.
public struct LawVariable: Hashable, Sendable, Codable {
  /// The usual letter: "N".
  public let name: String
  /// The meaning, with its unit: "parameters".
  public let meaning: String
  /// Whether the law takes the variable's logarithm, so that it must be above zero.
  public let isPositive: Bool

  /// Creates a variable.
  public init(_ name: String, _ meaning: String, isPositive: Bool = true) {
    self.name = name
    self.meaning = meaning
    self.isPositive = isPositive
  }
}

/// A quantity that follows from a law's parameters.
public struct DerivedQuantity: Hashable, Sendable, Codable {
  /// The name.
  public let name: String
  /// The value.
  public let value: Double

  /// Creates a quantity.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
