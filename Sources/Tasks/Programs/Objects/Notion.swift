/// A notion of what the objects of a grid are, from which primitives and families of them are made.
struct Notion: Sendable {
  /// The name of one object in code.
  let name: String
  /// The objects in words.
  let words: String
  private let find: @Sendable (Grid) throws(Undefined) -> [GridObject]

  init(_ name: String, _ words: String, _ find: @escaping @Sendable (Grid) throws(Undefined) -> [GridObject]) {
    (self.name, self.words, self.find) = (name, words, find)
  }

  /// Creates a notion of the connected parts that a segmentation of the grid gives.
  init(
    _ name: String, _ words: String, corners: Bool, oneColour: Bool,
    background: @escaping @Sendable (Grid) -> UInt8? = { $0.background }
  ) {
    self.init(name, words) { grid throws(Undefined) in
      let notion = Segmentation(joinsCorners: corners, isOneColour: oneColour, background: background(grid))
      let components = notion.components(of: grid)
      // Noise of so many parts has none that are meant.
      guard components.count <= Self.most else { throw .noSuchStructure }
      return components.objects(of: grid.cells)
    }
  }

  /// The most objects of a grid.
  static let most = 100

  /// Returns the objects of a grid in the order of their first cells; none, or more than a hundred, are no structure of
  /// the grid.
  func callAsFunction(_ grid: Grid) throws(Undefined) -> [GridObject] {
    let objects = try find(grid)
    guard !objects.isEmpty else { throw .nothing }
    guard objects.count <= Self.most else { throw .noSuchStructure }
    return objects
  }
}

extension Notion {
  static let object = Notion("object", "objects", corners: true, oneColour: true)
  static let sideObject = Notion("side_object", "objects joined by sides", corners: false, oneColour: true)
  static let group = Notion("group", "objects of any colours", corners: true, oneColour: false)
  static let sideGroup = Notion(
    "side_group", "objects of any colours joined by sides", corners: false, oneColour: false)
  static let region = Notion("region", "regions of one colour", corners: false, oneColour: true) { _ in nil }
  static let figure = Notion("figure", "objects on the most common colour", corners: true, oneColour: true) {
    $0.commonest
  }
  static let figureGroup = Notion(
    "figure_group", "objects of any colours on the most common colour", corners: true, oneColour: false
  ) { $0.commonest }

  /// The connected parts of the background.
  static let part = Notion("part", "parts of the background") { grid throws(Undefined) in
    Self.background(of: grid).objects(of: grid.cells)
  }

  /// The parts of the background that do not reach the edge.
  static let hole = Notion("hole", "enclosed parts of the background") { grid throws(Undefined) in
    let parts = Self.background(of: grid)
    let touches = parts.touchesEdge
    return parts.objects(of: grid.cells).enumerated().filter { !touches[$0.offset + 1] }.map(\.element)
  }

  /// All cells of a colour as one object, of each colour but the background's.
  static let layer = Notion("layer", "colours, all cells of one as one object") { grid throws(Undefined) in
    let background = grid.background
    return (UInt8(0)...9).compactMap { colour in
      colour == background ? nil : GridObject(Mask(of: grid) { $0 == colour }, of: grid)
    }
  }

  /// The objects that fill their rectangles.
  static let rectangle = Notion("rectangle", "filled rectangles") { grid throws(Undefined) in
    try sideObject(grid).filter { $0.isRectangle && $0.size > 1 }
  }

  /// Returns the numbered parts of the background.
  static func background(of grid: Grid) -> Components {
    let background = grid.background
    return Components(
      of: grid.cells.map { $0 == background ? 1 : 0 }, height: grid.height, width: grid.width, joinsCorners: false,
      background: 0)
  }
}
