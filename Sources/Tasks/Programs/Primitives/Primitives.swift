/// The catalogue of the language's primitives.
public enum Primitives {
  /// The groups, one file each.
  public static let groups: [PrimitiveGroup] = [
    .geometry, .symmetry, .repairs, .periods, .tilings, .crops,
    .splits, .frames, .scaling, .stacking, .combining, .panels,
    .shifts, .denoising, .recolouring, .numbers, .choices, .tallies,
    .gridLists, .neighbourMaps, .distanceMaps, .placeMaps, .lineMaps, .viewMaps,
    .objects, .objectProperties, .objectTraits, .objectChoices, .lists, .objectDrawing,
    .objectPainting, .objectMaps, .regionMaps, .objectPlaceMaps, .masks, .maskShapes,
    .colours, .lines, .objectPicks, .objectLists, .numberLists, .objectRelations,
    .movement, .rays, .connections, .enclosures, .stamps, .positions,
    .symbols,
  ]

  /// The primitives of all groups.
  public static let all: [Primitive] = groups.flatMap(\.primitives)

  /// The primitives of each name.
  static let named: [String: [Primitive]] = Dictionary(grouping: all, by: \.name)
}

/// A group of primitives about one idea.
public struct PrimitiveGroup: Sendable {
  /// The name in the catalogue.
  public let name: String
  /// The idea.
  public let summary: String
  /// The primitives.
  public let primitives: [Primitive]

  /// Creates a group of primitives.
  init(_ name: String, _ summary: String, _ primitives: [Primitive]) {
    (self.name, self.summary, self.primitives) = (name, summary, primitives)
  }
}
