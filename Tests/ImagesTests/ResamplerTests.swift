import Images
import Randomness
import Tasks
import Testing

@Suite struct ResamplerTests {
  private func random(_ height: Int, _ width: Int, seed: UInt64 = 71) -> GreyImage {
    var generator = Generator(seed: seed)
    return GreyImage(height: height, width: width, values: (0..<height * width).map { _ in Float(generator.uniform()) })
  }

  private func resize(_ image: GreyImage, _ height: Int, _ width: Int, _ method: Resampling = .lanczos) -> GreyImage {
    Resampler(fromHeight: image.height, width: image.width, toHeight: height, width: width, by: method)(image)
  }

  private func distance(_ a: GreyImage, _ b: GreyImage) -> Float {
    zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
  }

  @Test(arguments: Resampling.allCases) func aConstantStaysOne(_ method: Resampling) {
    let grey = GreyImage(height: 21, width: 13, values: Array(repeating: 0.7, count: 21 * 13))
    for (height, width) in [(7, 5), (40, 13), (1, 1)] {
      #expect(resize(grey, height, width, method).values.allSatisfy { abs($0 - 0.7) < 1e-6 })
    }
  }

  @Test(arguments: Resampling.allCases) func theSameSizeIsTheSameImage(_ method: Resampling) {
    let image = random(9, 12)
    #expect(distance(resize(image, 9, 12, method), image) < 1e-6)
  }

  @Test func theTwoAxesAreSeparate() {
    let image = random(20, 15)
    #expect(distance(resize(image, 6, 4), resize(resize(image, 20, 4), 6, 4)) < 1e-6)
    // A product of a column and a row becomes the product of the smaller two.
    let column = random(20, 1), row = random(1, 15, seed: 72)
    let product = GreyImage(
      height: 20, width: 15, values: column.values.flatMap { a in row.values.map { a * $0 } })
    let expected = resize(column, 6, 1).values.flatMap { a in resize(row, 1, 4).values.map { a * $0 } }
    #expect(distance(resize(product, 6, 4), GreyImage(height: 6, width: 4, values: expected)) < 1e-6)
  }

  @Test(arguments: Resampling.allCases) func turningFirstOrLastIsTheSame(_ method: Resampling) {
    // Not so at an even ratio by the nearest pixel, where a centre lies between two; Omniglot's is 3.75.
    let image = random(105, 105)
    for turns in 1..<4 {
      let first = resize(image.turned(turns), 28, 28, method), last = resize(image, 28, 28, method).turned(turns)
      #expect(distance(first, last) < 1e-5)
    }
  }

  @Test func inkIsKept() {
    // A few strokes away from the border: fewer pixels, each of which covers 3.75² of the old ones.
    var image = GreyImage(height: 105, width: 105, values: Array(repeating: 0, count: 105 * 105))
    for place in 20..<80 {
      image.values[place * 105 + 30] = 1
      image.values[place * 105 + place] = 1
      image.values[50 * 105 + place] = 1
    }
    let small = resize(image, 28, 28)
    let ratio = small.values.reduce(0, +) * 3.75 * 3.75 / image.values.reduce(0, +)
    #expect(abs(ratio - 1) < 0.01, "\(ratio)")
  }

  @Test func whatIsTooFineBecomesGreyNotNoise() {
    let board = GreyImage(height: 105, width: 105, values: (0..<105 * 105).map { Float($0 % 2) })
    let small = resize(board, 28, 28)
    let inside = (5..<23).flatMap { row in (5..<23).map { small.values[row * 28 + $0] } }
    #expect(inside.allSatisfy { abs($0 - 0.5) < 0.01 })
    #expect(resize(board, 28, 28, .nearest).values.allSatisfy { $0 == 0 || $0 == 1 })
  }

  @Test func weightsAreThoseOfTheWindowedSinc() {
    // Computed apart from this code, by PIL's LANCZOS on floating-point images.
    let impulse = GreyImage(height: 1, width: 12, values: (0..<12).map { $0 == 3 ? 1 : 0 })
    let smaller = GreyImage(
      height: 1, width: 5, values: [0.016166026, 0.410064489, -0.013663496, 0.003302248, 0])
    #expect(distance(resize(impulse, 1, 5), smaller) < 1e-6)
    let squares = GreyImage(height: 1, width: 5, values: [0, 1, 4, 9, 16])
    let larger = GreyImage(
      height: 1, width: 8,
      values: [-0.0085465, 0.1952063, 1.1101154, 2.9285479, 5.0412402, 8.4930067, 13.7459717, 16.5591278])
    #expect(distance(resize(squares, 1, 8), larger) < 1e-5)
    #expect(distance(resize(squares.turned(1), 8, 1), larger.turned(1)) < 1e-5)
  }

  @Test func theNearestIsTheOneUnderTheCentre() {
    let image = GreyImage(height: 1, width: 5, values: [0, 1, 2, 3, 4])
    #expect(resize(image, 1, 2, .nearest).values == [1, 3])
    #expect(resize(image, 1, 10, .nearest).values == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
  }
}
