import Randomness

/// Scenes of cells and objects on a background.
extension SceneCanvas {
  private mutating func place(
    _ count: Int, _ sides: ClosedRange<Int>, using generator: inout Generator,
    _ draw: (inout SceneCanvas, Box, inout Generator) -> Void
  ) {
    for _ in 0..<count {
      let height = generator.integer(in: sides.lowerBound..<sides.upperBound + 1)
      let width = generator.integer(in: sides.lowerBound..<sides.upperBound + 1)
      if let box = freeBox(min(height, self.height), min(width, self.width), using: &generator) {
        draw(&self, box, &generator)
      }
    }
  }

  /// The largest side of an object, so that several have room.
  private var side: Int { max(2, min(7, (min(height, width) + 1) / 2)) }

  /// Draws a few single cells.
  mutating func drawMarks(_ palette: [UInt8], using generator: inout Generator) {
    for _ in 0..<count(ofArea: 9, using: &generator) {
      self[generator.integer(in: 0..<height), generator.integer(in: 0..<width)] = generator.one(of: palette)
    }
  }

  /// Colours a share of the cells.
  mutating func drawScatter(_ palette: [UInt8], density: Double, using generator: inout Generator) {
    let palette = density == 1 && palette.count < 2 ? palette + [background] : palette
    paint(box) { _, _ in density == 1 || generator.bernoulli(density) ? generator.one(of: palette) : nil }
  }

  /// Draws full rectangles.
  mutating func drawRectangles(_ palette: [UInt8], using generator: inout Generator) {
    place(count(ofArea: 14, using: &generator), 1...side, using: &generator) { canvas, box, generator in
      canvas.fill(box, generator.one(of: palette))
    }
  }

  /// Draws connected shapes of one colour each.
  mutating func drawShapes(_ palette: [UInt8], using generator: inout Generator) {
    place(count(ofArea: 14, using: &generator), 1...side, using: &generator) { canvas, box, generator in
      let shape = SceneShape(within: box.height, box.width, using: &generator)
      canvas.draw(
        shape, in: Box(top: box.top, left: box.left, height: shape.height, width: shape.width),
        generator.one(of: palette))
    }
  }

  /// Draws connected shapes of several colours.
  mutating func drawPatchwork(_ palette: [UInt8], using generator: inout Generator) {
    place(count(ofArea: 20, using: &generator), 2...side, using: &generator) { canvas, box, generator in
      let shape = SceneShape(within: box.height, box.width, using: &generator)
      let part = Box(top: box.top, left: box.left, height: shape.height, width: shape.width)
      canvas.paint(part) { shape[$0, $1] ? generator.one(of: palette) : nil }
    }
  }

  /// Draws one shape several times, in one colour or in several, and sometimes another beside it.
  mutating func drawCopies(_ palette: [UInt8], using generator: inout Generator) {
    let shape = SceneShape(within: min(side, 4), min(side, 4), using: &generator)
    let isPlain = generator.bernoulli(0.4)
    for _ in 0..<count(ofArea: 9, using: &generator) + 1 {
      guard let box = freeBox(shape.height, shape.width, using: &generator) else { break }
      draw(shape, in: box, isPlain ? palette[0] : generator.one(of: palette))
    }
    if generator.bernoulli(0.5) {
      let other = SceneShape(within: side, side, using: &generator)
      if let box = freeBox(other.height, other.width, using: &generator) {
        draw(other, in: box, generator.one(of: palette))
      }
    }
  }

  /// Draws one object of up to nearly the size of the scene.
  mutating func drawSingle(_ palette: [UInt8], using generator: inout Generator) {
    let shape = SceneShape(within: max(2, height - 1), max(2, width - 1), using: &generator)
    let box = Box(
      top: generator.integer(in: 0..<height - shape.height + 1),
      left: generator.integer(in: 0..<width - shape.width + 1), height: shape.height, width: shape.width)
    let isPlain = generator.bernoulli(0.5)
    paint(box) { shape[$0, $1] ? (isPlain ? palette[0] : generator.one(of: palette)) : nil }
  }

  /// Draws objects that are symmetric, some of them with a cell too many or too few.
  mutating func drawSymmetric(_ palette: [UInt8], using generator: inout Generator) {
    place(count(ofArea: 20, using: &generator), 2...side, using: &generator) { canvas, box, generator in
      let shape = SceneShape(within: box.height, box.width, using: &generator)
        .mirrored(sideways: generator.bernoulli(0.5))
      let part = Box(top: box.top, left: box.left, height: shape.height, width: shape.width)
      canvas.draw(shape, in: part, generator.one(of: palette))
      if generator.bernoulli(0.4) {
        let row = part.top + generator.integer(in: 0..<part.height)
        let column = part.left + generator.integer(in: 0..<part.width)
        canvas[row, column] = canvas[row, column] == canvas.background ? generator.one(of: palette) : canvas.background
      }
    }
  }
}
