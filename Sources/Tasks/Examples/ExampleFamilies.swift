internal import Settings

/// The catalogue of numeric task distributions that need no data.
public enum ExampleFamilies {
  /// Every distribution at its published settings.
  public static let all: [any ExampleFamily] = [
    RegressionFamily.sinusoid, RegressionFamily.lineOrSinusoid(), RegressionFamily.harmonic(),
    RegressionFamily.predatorPrey(),
  ]

  /// The distribution of a name; an unknown one is an error that lists its neighbours.
  public static func named(_ name: String) throws(UnknownExampleFamilyError) -> any ExampleFamily {
    guard let family = all.first(where: { $0.name == name }) else {
      throw UnknownExampleFamilyError(name: name, neighbours: nearest(to: name, in: all.map(\.name)))
    }
    return family
  }
}

/// A name that is not in the catalogue of numeric task distributions.
public struct UnknownExampleFamilyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  /// The closest names that there are.
  public let neighbours: [String]

  /// The problem and what to do.
  public var description: String {
    "there is no world of numbers \"\(name)\"; nearest: \(neighbours.joined(separator: ", ")) "
      + "(autodidact list worlds shows all)"
  }
}
