/// The catalogue of the worlds of numbers that need no data.
public enum ExampleFamilies {
  /// Every world at its published settings.
  public static let all: [any ExampleFamily] = [
    RegressionFamily.sinusoid, RegressionFamily.lineOrSinusoid(), RegressionFamily.harmonic(),
    RegressionFamily.predatorPrey(),
  ]

  /// The world of a name; an unknown one is an error that lists its neighbours.
  public static func named(_ name: String) throws(UnknownExampleFamilyError) -> any ExampleFamily {
    guard let family = all.first(where: { $0.name == name }) else {
      throw UnknownExampleFamilyError(name: name, neighbours: nearest(to: name, in: all.map(\.name)))
    }
    return family
  }
}

/// A name that is not in the catalogue of worlds of numbers.
public struct UnknownExampleFamilyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let name: String
  /// The closest names that there are.
  public let neighbours: [String]

  /// The problem and what to do.
  public var description: String {
    "there is no world of numbers \"\(name)\"; nearest: \(neighbours.joined(separator: ", ")) "
      + "(autodidact list worlds shows all)"
  }
}
