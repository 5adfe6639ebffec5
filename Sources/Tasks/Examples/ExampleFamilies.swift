internal import Settings

/// The catalogue of numeric task distributions that need no data.
public enum ExampleFamilies {
  /// The distributions with their published settings.
  public static let all: [any ExampleFamily] = [
    RegressionFamily.sinusoid, RegressionFamily.lineOrSinusoid(), RegressionFamily.harmonic(),
    RegressionFamily.predatorPrey(),
  ]

  /// Returns the distribution of a name; an unknown one is an error that lists its nearest names.
  public static func named(_ name: String) throws(UnknownExampleFamilyError) -> any ExampleFamily {
    guard let family = all.first(where: { $0.name == name }) else {
      throw UnknownExampleFamilyError(name: name, neighbours: nearest(to: name, in: all.map(\.name)))
    }
    return family
  }
}

/// A name that is not in the catalogue of numeric task distributions.
public struct UnknownExampleFamilyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The requested name.
  public let name: String
  /// The nearest names in the catalogue.
  public let neighbours: [String]

  /// The problem and the remedy.
  public var description: String {
    "there is no world of numbers \"\(name)\"; nearest: \(neighbours.joined(separator: ", ")) "
      + "(autodidact list worlds shows all)"
  }
}
