import Settings

/// The catalogue of task families.
public enum TaskFamilies {
  /// Every family at its default difficulty.
  public static let all: [any TaskFamily] = families()

  /// Every family, at the difficulty of these distributions.
  public static func families(
    sequences: Sequences = Sequences(), strips: Strips = Strips(), grids: Grids = Grids()
  ) -> [any TaskFamily] {
    sequences.families + strips.families + grids.families
  }

  /// The family of a name; an unknown one is an error that lists its neighbours.
  public static func named(_ name: String) throws(UnknownFamilyError) -> any TaskFamily {
    guard let family = all.first(where: { $0.name == name }) else {
      throw UnknownFamilyError(name: name, neighbours: nearest(to: name, in: all.map(\.name)))
    }
    return family
  }
}

/// A name that is not in the catalogue.
public struct UnknownFamilyError: Error, Hashable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  /// The closest names that there are.
  public let neighbours: [String]

  /// The problem and what to do.
  public var description: String {
    "there is no task family \"\(name)\"; nearest: \(neighbours.joined(separator: ", ")) "
      + "(autodidact list families shows all)"
  }
}
