/// How a measured quantity depends on scale: a formula with parameters to be found.
///
/// Write the formula in `Dual`s, say what the parameters are and where a fit should begin to look, and add a line to
/// `ScalingLaws.all`: fits, intervals, forecasts, verdicts, the command and the contract tests follow.
public protocol ScalingLaw: Sendable {
  /// The name in the catalogue: "chinchilla".
  var name: String { get }
  /// The formula, as a line of text.
  var formula: String { get }
  /// What the law reads, in the order of `Point`.
  var variables: [LawVariable] { get }
  /// What a fit determines, in the order of `evaluate`'s parameters.
  var parameters: [LawParameter] { get }
  /// How many of its leading variables are spent on an experiment, and have to vary apart from each other: all of them,
  /// unless it also reads a learning rate, or how many of the tokens are unique.
  var spentVariables: Int { get }
  /// Returns the value at one point.
  func evaluate(_ x: Point, _ parameters: [Dual]) -> Dual
  /// The law at many points; the same one after the other, unless a law has a faster way.
  func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual]
  /// What follows from the parameters and has a name of its own: the compute-optimal exponent, say.
  func derived(_ parameters: [Double]) -> [DerivedQuantity]
  /// The law made ready for data: one over a schedule collects the schedules of the runs. Most return themselves.
  func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw
  /// Further places to begin from, beside the declared grid; most laws need none.
  func starts(for observations: Observations) -> [[Double]]
}

extension ScalingLaw {
  /// One after the other. A requirement all the same: each law gets a loop of its own, with its formula inside.
  public func evaluate(_ points: [Point], _ parameters: [Dual]) -> [Dual] {
    points.map { evaluate($0, parameters) }
  }
  /// All of them.
  public var spentVariables: Int { variables.count }
  /// Nothing.
  public func derived(_ parameters: [Double]) -> [DerivedQuantity] { [] }
  /// Itself.
  public func prepared(for observations: Observations) throws(ScalingError) -> any ScalingLaw { self }
  /// None.
  public func starts(for observations: Observations) -> [[Double]] { [] }

  /// The law's value at a point.
  public func value(at x: Point, _ parameters: [Double]) -> Double {
    evaluate(x, parameters.map { Dual($0) }).value
  }
}

/// A variable of a law.
public struct LawVariable: Hashable, Sendable, Codable {
  /// Its usual letter: "N".
  public let name: String
  /// What it counts, with its unit: "parameters".
  public let meaning: String
  /// Whether the law takes its logarithm, so that it must be above zero.
  public let isPositive: Bool

  /// A variable.
  public init(_ name: String, _ meaning: String, isPositive: Bool = true) {
    self.name = name
    self.meaning = meaning
    self.isPositive = isPositive
  }
}

/// A quantity that follows from a law's parameters.
public struct DerivedQuantity: Hashable, Sendable, Codable {
  /// Its name.
  public let name: String
  /// Its value.
  public let value: Double

  /// A quantity.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}
