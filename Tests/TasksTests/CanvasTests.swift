import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct CanvasTests {
  let canvas = Canvas(height: 3, width: 4)

  @Test func endsAreDrawnBelowAndRightOfTheGrid() {
    let tokens = canvas.encode(Grid(rows: [[0, 9], [1, 2]]))
    #expect(tokens == [2, 11, 1, 0, 3, 4, 1, 0, 1, 1, 0, 0])
    let labels = canvas.labels(Grid(rows: [[0, 9], [1, 2]]))
    #expect(labels == [2, 11, 1, -100, 3, 4, 1, -100, 1, 1, -100, -100])
  }

  @Test func aGridThatFillsTheCanvasHasNoEnds() {
    let grid = Grid(height: 3, width: 4) { $0 + $1 }
    #expect(canvas.encode(grid) == grid.cells.map(Vocabulary.token))
    #expect(canvas.encode(Grid(height: 1, width: 4) { $1 }) == [2, 3, 4, 5, 1, 1, 1, 1, 0, 0, 0, 0])
  }

  @Test func decodingInvertsEncoding() {
    var generator = Generator(seed: 1)
    let canvas = Canvas(height: 6, width: 5)
    for _ in 0..<300 {
      let height = generator.integer(in: 1..<7), width = generator.integer(in: 1..<6)
      let grid = Grid(height: height, width: width) { _, _ in generator.integer(in: 0..<10) }
      #expect(canvas.decode(canvas.encode(grid)) == grid)
    }
  }

  @Test func decodingTakesTheLargestRectangleWithoutAnEnd() {
    // 3 cells in the first row, 2 x 2 in the first two, 3 x 1 in all.
    #expect(canvas.decode([3, 3, 3, 1, 4, 4, 1, 3, 5, 1, 3, 3]) == Grid(rows: [[1, 1], [2, 2]]))
    #expect(canvas.decode([3, 0, -7, 99, 1, 3, 3, 3, 3, 3, 3, 3]) == Grid(rows: [[1, 0, 0, 0]]))
    #expect(canvas.decode([Int32](repeating: 1, count: 12)) == Grid(sequence: [0]))
  }

  @Test func decodingAnythingGivesAGridThatFits() {
    var generator = Generator(seed: 2)
    for _ in 0..<500 {
      let tokens = (0..<12).map { _ in Int32(generator.integer(in: -2..<15)) }
      #expect(canvas.holds(canvas.decode(tokens)))
    }
  }

  @Test func itFitsTheLargestGridOfAnEpisode() {
    let episode = Episode(
      name: "", family: "", support: [Example(input: Grid(rows: [[1], [1]]), output: Grid(rows: [[1, 2, 3]]))],
      query: [Query(input: Grid(rows: [[1, 2]]))])
    #expect(Canvas.fitting(episode) == Canvas(height: 2, width: 3))
    #expect(Canvas(height: 1, width: 5).union(Canvas(height: 2, width: 3)) == Canvas(height: 2, width: 5))
    #expect(Canvas.fitting([Grid]()).count == 1)
  }

  @Test func itSurvivesEncodingAndRefusesNothingness() throws {
    #expect(try JSONDecoder().decode(Canvas.self, from: JSONEncoder().encode(canvas)) == canvas)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Canvas.self, from: Data(#"{"height": 0, "width": 3}"#.utf8))
    }
  }
}
