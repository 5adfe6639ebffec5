import Randomness

/// Scenes of lines, frames and paths.
extension SceneCanvas {
  /// Draws frames, some with a mark or a colour inside, some open.
  mutating func drawFrames(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 20, using: &generator) {
      let sides = [3, 4, 5, 7].map { ($0, generator.integer(in: 3..<8)) }
      let (tall, wide) = generator.one(of: sides)
      guard let box = freeBox(min(tall, height), min(wide, width), using: &generator) else { continue }
      frame(box, generator.one(of: palette))
      let inside = Box(top: box.top + 1, left: box.left + 1, height: box.height - 2, width: box.width - 2)
      switch generator.integer(in: 0..<4) {
      case 0: fill(inside, generator.one(of: palette))
      case 1 where inside.height > 0 && inside.width > 0:
        let row = inside.top + generator.integer(in: 0..<inside.height)
        self[row, inside.left + generator.integer(in: 0..<inside.width)] = generator.one(of: palette)
      case 2: self[box.top + box.height / 2, box.left] = background
      default: break
      }
    }
  }

  /// Draws the outlines of shapes, which enclose parts of the background, and marks.
  mutating func drawLoops(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 30, using: &generator) {
      let shape = SceneShape(within: max(1, min(8, height - 2)), max(1, min(8, width - 2)), using: &generator)
      let box = Box(
        top: 1 + generator.integer(in: 0..<max(1, height - shape.height - 1)),
        left: 1 + generator.integer(in: 0..<max(1, width - shape.width - 1)), height: shape.height, width: shape.width)
      let colour = generator.one(of: palette)
      for row in 0..<box.height {
        for column in 0..<box.width where shape[row, column] {
          for step in Direction.allCases {
            let (y, x) = (row + step.rows, column + step.columns)
            let isInside = y >= 0 && y < box.height && x >= 0 && x < box.width && shape[y, x]
            if !isInside { self[box.top + y, box.left + x] = colour }
          }
        }
      }
    }
    if generator.bernoulli(0.4) { drawMarks(palette, using: &generator) }
  }

  /// Draws whole rows and columns, one after another.
  mutating func drawLines(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 18, using: &generator) {
      let colour = generator.one(of: palette)
      if generator.bernoulli(0.5) {
        fill(Box(top: generator.integer(in: 0..<height), left: 0, height: 1, width: width), colour)
      } else {
        fill(Box(top: 0, left: generator.integer(in: 0..<width), height: height, width: 1), colour)
      }
    }
    if generator.bernoulli(0.3) { drawMarks(palette, using: &generator) }
  }

  /// Draws straight segments that touch nothing, some with ends of another colour.
  mutating func drawSegments(_ palette: [UInt8], using generator: inout Generator) {
    let hasEnds = generator.bernoulli(0.4)
    for _ in 0..<count(ofArea: 10, using: &generator) {
      let isRow = generator.bernoulli(0.5)
      let length = generator.integer(in: 2..<max(3, (isRow ? width : height)))
      guard let box = freeBox(isRow ? 1 : length, isRow ? length : 1, using: &generator) else { continue }
      fill(box, generator.one(of: palette))
      if hasEnds { self[box.top, box.left] = generator.one(of: palette) }
    }
  }

  /// Draws diagonals, from an edge or of some length.
  mutating func drawDiagonals(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 16, using: &generator) {
      let step = generator.one(of: Direction.diagonal)
      var row = generator.integer(in: 0..<height), column = generator.integer(in: 0..<width)
      let colour = generator.one(of: palette)
      for _ in 0..<generator.integer(in: 2..<max(height, width) + 2) {
        self[row, column] = colour
        row += step.rows
        column += step.columns
      }
    }
  }

  /// Draws bars that stand on an edge.
  mutating func drawBars(_ palette: [UInt8], using generator: inout Generator) {
    let edge = generator.one(of: Direction.straight)
    let isPlain = generator.bernoulli(0.4)
    let isUpright = edge.columns == 0
    var at = generator.integer(in: 0..<2)
    while at < (isUpright ? width : height) {
      let length = generator.integer(in: 0..<(isUpright ? height : width))
      let colour = isPlain ? palette[0] : generator.one(of: palette)
      switch edge {
      case .up: fill(Box(top: 0, left: at, height: length, width: 1), colour)
      case .down: fill(Box(top: height - length, left: at, height: length, width: 1), colour)
      case .left: fill(Box(top: at, left: 0, height: 1, width: length), colour)
      default: fill(Box(top: at, left: width - length, height: 1, width: length), colour)
      }
      at += generator.one(of: [1, 2, 2])
    }
  }

  /// Draws paths that turn at right angles.
  mutating func drawWalk(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 25, using: &generator) {
      var row = generator.integer(in: 0..<height), column = generator.integer(in: 0..<width)
      let colour = generator.one(of: palette)
      for _ in 0..<generator.integer(in: 2..<6) {
        let step = generator.one(of: Direction.straight)
        for _ in 0..<count(ofArea: 18, using: &generator) {
          self[row, column] = colour
          (row, column) = (row + step.rows, column + step.columns)
        }
        (row, column) = (min(max(row, 0), height - 1), min(max(column, 0), width - 1))
      }
    }
  }

  /// Draws objects and, on the edges, marks in their rows and columns.
  mutating func drawPointers(_ palette: [UInt8], using generator: inout Generator) {
    drawRectangles(palette, using: &generator)
    for _ in 0..<count(ofArea: 18, using: &generator) {
      let (row, column) = (generator.integer(in: 0..<height), generator.integer(in: 0..<width))
      let colour = generator.one(of: palette)
      switch generator.one(of: Direction.straight) {
      case .up: self[0, column] = colour
      case .down: self[height - 1, column] = colour
      case .left: self[row, 0] = colour
      default: self[row, width - 1] = colour
      }
    }
  }
}
