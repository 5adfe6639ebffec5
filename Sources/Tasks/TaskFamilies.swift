import Settings

/// The catalogue of task families.
public enum TaskFamilies {
  /// The families with their default distributions.
  public static let all: [any TaskFamily] = families()

  /// Returns the families of these distributions.
  public static func families(
    sequences: Sequences = Sequences(), strips: Strips = Strips(), grids: Grids = Grids(),
    programs: Programs = Programs()
  ) -> [any TaskFamily] {
    sequences.families + strips.families + grids.families + programs.families
  }

  /// Returns the family of a name; an unknown one is an error that lists its nearest names.
  public static func named(_ name: String) throws(UnknownFamilyError) -> any TaskFamily {
    guard let family = all.first(where: { $0.name == name }) else {
      throw UnknownFamilyError(name: name, neighbours: nearest(to: name, in: all.map(\.name)))
    }
    return family
  }
}

/// A name that is not in the catalogue.
public struct UnknownFamilyError: Error, Hashable, CustomStringConvertible {
  /// The requested name.
  public let name: String
  /// The nearest names in the catalogue.
  public let neighbours: [String]

  /// The problem and the remedy.
  public var description: String {
    "there is no task family \"\(name)\"; nearest: \(neighbours.joined(separator: ", ")) "
      + "(autodidact list families shows all)"
  }
}
