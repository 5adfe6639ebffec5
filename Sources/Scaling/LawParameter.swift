import Foundation

/// A parameter of a law: its name, its domain and its starts.
public struct LawParameter: Sendable {
  /// The domain of a parameter; the fit moves in a coordinate that cannot leave it.
  public enum Domain: String, Sendable, Codable {
    /// Any real number, which is its own coordinate.
    case real
    /// A number above zero, by its logarithm; zero is the limit.
    case positive
    /// A number between 0 and 1, by its logit.
    case unit
  }

  /// The values from which a fit begins.
  public enum Start: Sendable {
    /// None: the law is linear in the parameter given the others, and least squares finds it (variable projection).
    case linear
    /// These values.
    case values([Double])
    /// These fractions of the range of a variable on its logarithm: 0.5 is the geometric middle.
    case within(variable: Int, [Double])
    /// These multiples of the median of |y|.
    case timesTarget([Double])
  }

  /// The usual letter: "α".
  public let name: String
  /// The domain.
  public let domain: Domain
  /// The values from which a fit begins.
  public let start: Start

  /// Creates a parameter.
  public init(_ name: String, _ domain: Domain, _ start: Start) {
    self.name = name
    self.domain = domain
    self.start = start
  }

  /// Returns a parameter in which the law is linear; not negative unless `domain` says so.
  static func linear(_ name: String, _ domain: Domain = .positive) -> LawParameter { .init(name, domain, .linear) }

  /// Returns an exponent above zero.
  static func exponent(_ name: String, _ values: [Double] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2]) -> LawParameter {
    .init(name, .positive, .values(values))
  }

  var isLinear: Bool {
    if case .linear = start { true } else { false }
  }
}

extension LawParameter.Domain {
  /// The smallest positive value of a parameter; below it, the parameter is zero to every purpose.
  static let floor = 1e-300

  /// Returns whether a parameter may have this value; zero, the limit of a positive one, too.
  func contains(_ value: Double) -> Bool {
    switch self {
    case .real: value.isFinite
    case .positive: value >= 0 && value.isFinite
    case .unit: (0...1).contains(value)
    }
  }

  /// Returns the coordinate in which the fit moves.
  func coordinate(_ value: Double) -> Double {
    switch self {
    case .real: value
    case .positive: log(max(value, Self.floor))
    case .unit: log(max(value, Self.floor)) - log(max(1 - value, 1e-16))
    }
  }

  /// Returns the parameter at a coordinate.
  func value(_ coordinate: Double) -> Double {
    switch self {
    case .real: coordinate
    case .positive: exp(min(coordinate, 690))
    case .unit: coordinate >= 0 ? 1 / (1 + exp(-coordinate)) : 1 - 1 / (1 + exp(coordinate))
    }
  }

  /// Returns d value / d coordinate, from the value.
  func slope(_ value: Double) -> Double {
    switch self {
    case .real: 1
    case .positive: value
    case .unit: value * (1 - value)
    }
  }
}
