public import Randomness
internal import Requirements

/// An augmentation of a task that preserves its rule: permuted colours, a rotation or reflection, a translation.
///
/// A(g) = colours(move(turn(g))), and `inverse` undoes it for an answer: A⁻¹(A(g)) = g.
/// - Source: the augmentation of ARC in Wang et al. 2025, "Hierarchical Reasoning Model".
/// - Differs: a translation fills with background symbols instead of padding tokens, because our canvas fits the
///   episode.
public struct Augmentation: Hashable, Sendable {
  /// The permutation of 0...9 by which symbol s becomes `colours[s]`.
  public let colours: [Int]
  /// The rotation or reflection of a grid.
  public let turn: Dihedral
  /// The number of rows of background added above.
  public let down: Int
  /// The number of columns of background added on the left.
  public let right: Int

  /// The augmentation that changes nothing.
  public static let identity = Augmentation()

  /// Creates an augmentation of these parts.
  public init(colours: [Int] = Array(0...9), turn: Dihedral = .identity, down: Int = 0, right: Int = 0) {
    require(colours.sorted() == Array(0...9), "colours \(colours); give an order of 0...9")
    require(down >= 0 && right >= 0, "a move by (\(down), \(right)); grids move down and right only")
    self.colours = colours
    self.turn = turn
    self.down = down
    self.right = right
  }

  /// Returns a random augmentation that keeps sequences sequences: of one row or column, only a reversal is left.
  ///
  /// Colour 0, the background, stays unless `movesBackground`; grids are translated by up to `translation` cells, by
  /// default 0, because a rule about positions or borders does not survive a translation.
  public static func random(
    for episode: Episode, movesBackground: Bool = false, translation: Int = 0, using generator: inout Generator
  ) -> Augmentation {
    let colours = movesBackground ? generator.permutation(10) : [0] + generator.permutation(9).map { $0 + 1 }
    let canvas = Canvas.fitting(episode)
    let turns: [Dihedral] =
      canvas.height == 1
      ? [.identity, .flipHorizontal] : canvas.width == 1 ? [.identity, .flipVertical] : Dihedral.allCases
    let turn = turns[generator.integer(in: 0..<turns.count)]
    let (height, width) = turn.exchangesSides ? (canvas.width, canvas.height) : (canvas.height, canvas.width)
    func move(_ side: Int) -> Int {
      side == 1 ? 0 : generator.integer(in: 0..<max(0, min(translation, ARCFile.sideLimit - side)) + 1)
    }
    return Augmentation(colours: colours, turn: turn, down: move(height), right: move(width))
  }

  /// Returns the augmented grid.
  public func apply(to grid: Grid) -> Grid {
    let turned = turn(grid)
    return Grid(height: turned.height + down, width: turned.width + right) { row, column in
      colours[row < down || column < right ? 0 : turned[row - down, column - right]]
    }
  }

  /// Returns the augmented episode; its rule is the old one under the augmentation.
  public func apply(to episode: Episode) -> Episode {
    var episode = episode
    episode.support = episode.support.map { Example(input: apply(to: $0.input), output: apply(to: $0.output)) }
    episode.query = episode.query.map { Query(input: apply(to: $0.input), output: $0.output.map(apply(to:))) }
    return episode
  }

  /// Returns the original of an augmented answer. An answer too small to have been translated keeps its whole
  /// translated side.
  public func inverse(_ grid: Grid) -> Grid {
    let top = grid.height > down ? down : 0
    let left = grid.width > right ? right : 0
    var symbols = colours
    for (symbol, colour) in colours.enumerated() { symbols[colour] = symbol }
    let cropped = Grid(height: grid.height - top, width: grid.width - left) { symbols[grid[$0 + top, $1 + left]] }
    return turn.inverse(cropped)
  }
}
