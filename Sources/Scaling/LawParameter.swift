import Foundation

/// A parameter of a law: what it is called, where it may lie, and where a fit begins to look for it.
public struct LawParameter: Sendable {
  /// Where a parameter may lie; the fit moves in a coordinate that cannot leave it.
  public enum Domain: String, Sendable, Codable {
    /// Any number, as it is.
    case real
    /// Above zero, by its logarithm. Zero is the limit.
    case positive
    /// Between 0 and 1, by its logit.
    case unit
  }

  /// Where a fit begins.
  public enum Start: Sendable {
    /// The law is linear in it given the others: least squares finds it (variable projection).
    case linear
    /// These values.
    case values([Double])
    /// These fractions of the range of a variable, on its logarithm: 0.5 is the geometric middle.
    case within(variable: Int, [Double])
    /// These multiples of the median of |y|.
    case timesTarget([Double])
  }

  /// Its usual letter: "α".
  public let name: String
  /// Where it may lie.
  public let domain: Domain
  /// Where a fit begins.
  public let start: Start

  /// A parameter.
  public init(_ name: String, _ domain: Domain, _ start: Start) {
    self.name = name
    self.domain = domain
    self.start = start
  }

  /// A parameter in which the law is linear; not negative unless `domain` says so.
  static func linear(_ name: String, _ domain: Domain = .positive) -> LawParameter { .init(name, domain, .linear) }

  /// An exponent above zero.
  static func exponent(_ name: String, _ values: [Double] = [0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2]) -> LawParameter {
    .init(name, .positive, .values(values))
  }

  var isLinear: Bool {
    if case .linear = start { true } else { false }
  }
}

extension LawParameter.Domain {
  /// The smallest positive number a parameter may have: beyond it, the parameter is zero to every purpose.
  static let floor = 1e-300

  /// Whether a parameter may have this value; zero, the limit of a positive one, too.
  func contains(_ value: Double) -> Bool {
    switch self {
    case .real: value.isFinite
    case .positive: value >= 0 && value.isFinite
    case .unit: (0...1).contains(value)
    }
  }

  /// From the parameter to the coordinate in which the fit moves.
  func coordinate(_ value: Double) -> Double {
    switch self {
    case .real: value
    case .positive: log(max(value, Self.floor))
    case .unit: log(max(value, Self.floor)) - log(max(1 - value, 1e-16))
    }
  }

  /// Back from the coordinate.
  func value(_ coordinate: Double) -> Double {
    switch self {
    case .real: coordinate
    case .positive: exp(min(coordinate, 690))
    case .unit: coordinate >= 0 ? 1 / (1 + exp(-coordinate)) : 1 - 1 / (1 + exp(coordinate))
    }
  }

  /// d value / d coordinate, from the value.
  func slope(_ value: Double) -> Double {
    switch self {
    case .real: 1
    case .positive: value
    case .unit: value * (1 - value)
    }
  }
}
