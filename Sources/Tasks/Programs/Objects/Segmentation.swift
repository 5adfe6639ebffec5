/// A notion of what an object is: which cells are background, which neighbours belong together.
public struct Segmentation: Hashable, Sendable {
  /// Whether cells that touch by a corner belong together, too.
  public var joinsCorners: Bool
  /// Whether an object has one colour.
  public var isOneColour: Bool
  /// The colour of the background, or `nil` if every cell belongs to an object.
  public var background: UInt8?

  /// Creates a notion of objects.
  public init(joinsCorners: Bool, isOneColour: Bool, background: UInt8?) {
    (self.joinsCorners, self.isOneColour, self.background) = (joinsCorners, isOneColour, background)
  }

  /// Returns the connected parts of a grid.
  func components(of grid: Grid) -> Components {
    Components(
      of: grid.cells, height: grid.height, width: grid.width, joinsCorners: joinsCorners, joinsColours: !isOneColour,
      background: background ?? Components.none)
  }

  /// Returns the connected objects of a grid, in the order of their first cells.
  public func objects(of grid: Grid) -> [GridObject] { components(of: grid).objects(of: grid.cells) }
}

extension Grid {
  /// The most common colour; of equally common ones black, else the smallest.
  var commonest: UInt8 {
    let counts = colourCounts
    return UInt8(counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0)
  }

  /// The colour taken for the background: black if there is any, else the most common.
  var background: UInt8 { cells.contains(0) ? 0 : commonest }

  /// The number of cells of each colour 0...9.
  var colourCounts: [Int] {
    [Int](unsafeUninitializedCapacity: 10) { counts, count in
      counts.initialize(repeating: 0)
      cells.withUnsafeBufferPointer { cells in
        for cell in cells { counts[Int(cell)] &+= 1 }
      }
      count = 10
    }
  }
}
