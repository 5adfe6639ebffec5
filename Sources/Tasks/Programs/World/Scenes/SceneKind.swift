import Randomness

/// A kind of input grid.
enum SceneKind: String, CaseIterable, Sendable {
  case marks, scatter, mixture, rectangles, shapes, patchwork, copies, single, symmetric
  case frames, loops, lines, segments, diagonals, bars, walk, pointers
  case panels, halves, table, tiling, mosaic, stripes, blocks, regions, noise

  /// Draws a picture of this kind in colours of a palette.
  func draw(on canvas: inout SceneCanvas, _ palette: [UInt8], using generator: inout Generator) {
    switch self {
    case .marks: canvas.drawMarks(palette, using: &generator)
    case .scatter: canvas.drawScatter(palette, density: generator.uniform(in: 0.15..<0.5), using: &generator)
    case .mixture: canvas.drawScatter(palette, density: 1, using: &generator)
    case .rectangles: canvas.drawRectangles(palette, using: &generator)
    case .shapes: canvas.drawShapes(palette, using: &generator)
    case .patchwork: canvas.drawPatchwork(palette, using: &generator)
    case .copies: canvas.drawCopies(palette, using: &generator)
    case .single: canvas.drawSingle(palette, using: &generator)
    case .symmetric: canvas.drawSymmetric(palette, using: &generator)
    case .frames: canvas.drawFrames(palette, using: &generator)
    case .loops: canvas.drawLoops(palette, using: &generator)
    case .lines: canvas.drawLines(palette, using: &generator)
    case .segments: canvas.drawSegments(palette, using: &generator)
    case .diagonals: canvas.drawDiagonals(palette, using: &generator)
    case .bars: canvas.drawBars(palette, using: &generator)
    case .walk: canvas.drawWalk(palette, using: &generator)
    case .pointers: canvas.drawPointers(palette, using: &generator)
    case .panels: canvas.drawPanels(palette, using: &generator)
    case .halves: canvas.drawHalves(palette, using: &generator)
    case .table: canvas.drawTable(palette, using: &generator)
    case .tiling: canvas.drawTiling(palette, using: &generator)
    case .mosaic: canvas.drawMosaic(palette, using: &generator)
    case .stripes: canvas.drawStripes(palette, using: &generator)
    case .blocks: canvas.drawBlocks(palette, using: &generator)
    case .regions: canvas.drawRegions(palette, using: &generator)
    case .noise: canvas.drawNoise(palette, using: &generator)
    }
  }
}
