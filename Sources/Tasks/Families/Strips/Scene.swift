import Randomness

/// The inputs of a strip task.
struct Scene: Sendable {
  var objects: ClosedRange<Int>
  var lengths: ClosedRange<Int>
  /// The fewest background cells between two objects, left of the first, and right of the last.
  var gap, left, right: Int
  var palette: [Int]
  /// Whether neighbouring objects always have different colours.
  var isVaried = false
  /// A function that draws onto the finished strip.
  var decorate: @Sendable (inout [Int], inout Generator) -> Void = { _, _ in }

  /// The smallest width for the fewest and shortest objects, with one cell to move in.
  var room: Int {
    left + right + objects.lowerBound * lengths.lowerBound + (objects.lowerBound - 1) * gap + 1
  }

  /// Draws a strip with random objects: fewer and shorter ones where they do not fit.
  func draw(width: Int, using generator: inout Generator) -> [Int] {
    let space = width - left - right
    var count = generator.integer(in: objects.lowerBound..<objects.upperBound + 1)
    while count > 1, count * lengths.lowerBound + (count - 1) * gap > space { count -= 1 }
    let spare = max(0, space - (count - 1) * gap - count * lengths.lowerBound)
    // A separate longest length for each strip gives both sparse and crowded ones.
    let longest = min(lengths.upperBound - lengths.lowerBound, count == 1 ? spare : 2 * spare / (count + 1))
    var sizes = (0..<count).map { _ in lengths.lowerBound + generator.integer(in: 0..<longest + 1) }
    var slack = space - sizes.reduce(0, +) - (count - 1) * gap
    while slack < 0, let i = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), sizes[i] > 1 {
      sizes[i] -= 1
      slack += 1
    }
    let cuts = (0..<count).map { _ in generator.integer(in: 0..<max(0, slack) + 1) }.sorted()
    let colours = drawColours(count, using: &generator)
    var strip = [Int](repeating: 0, count: width)
    var start = left
    for i in 0..<count {
      let offset = start + cuts[i]
      for cell in offset..<min(offset + sizes[i], width) { strip[cell] = colours[i] }
      start += sizes[i] + gap
    }
    decorate(&strip, &generator)
    return strip
  }

  /// Draws one colour for all objects, or one for each.
  private func drawColours(_ count: Int, using generator: inout Generator) -> [Int] {
    if !isVaried, generator.bernoulli(0.4) {
      return [Int](repeating: palette[generator.integer(in: 0..<palette.count)], count: count)
    }
    var colours: [Int] = []
    while colours.count < count {
      let colour = palette[generator.integer(in: 0..<palette.count)]
      if !isVaried || colour != colours.last { colours.append(colour) }
    }
    return colours
  }
}

/// Returns the objects of a strip: runs of one colour that is not the background.
func runs(in strip: [Int]) -> [Range<Int>] {
  var runs: [Range<Int>] = []
  var start = 0
  for i in 1...strip.count where i == strip.count || strip[i] != strip[start] {
    if strip[start] != 0 { runs.append(start..<i) }
    start = i
  }
  return runs
}
