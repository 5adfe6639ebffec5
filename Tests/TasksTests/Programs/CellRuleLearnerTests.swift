import Randomness
import Testing

@testable import Tasks

@Suite("Rules for each cell")
struct CellRuleLearnerTests {
  @Test("The best are kept in order, of equal ranks the earlier first")
  func bestFirst() {
    var best = BestFirst<Int>(count: 3)
    for (element, rank) in [(1, 0.5), (2, 0.9), (3, 0.5), (4, 0.1), (5, 0.7)] { best.add(element, rank: rank) }
    #expect(best.elements == [2, 5, 1])
  }

  @Test("Sets of cells count, intersect and subtract as sets do")
  func bits() {
    var generator = Generator(seed: 3)
    let bytes = (0..<2).map { _ in (0..<200).map { _ in UInt8(generator.integer(in: 0..<3)) } }
    let (one, other) = (Bits(bytes[0]) { $0 == 1 }, Bits(bytes[1]) { $0 == 1 })
    let (first, second) = (
      Set(bytes[0].indices.filter { bytes[0][$0] == 1 }), Set(bytes[1].indices.filter { bytes[1][$0] == 1 })
    )
    #expect(one.count == first.count)
    #expect(one.overlap(other) == first.intersection(second).count)
    #expect((one & other).count == first.intersection(second).count)
    #expect((one | other).count == first.union(second).count)
    #expect(one.subtracting(other).count == first.subtracting(second).count)
    #expect(one.isDisjoint(one.subtracting(one)))
  }

  @Test("Work is bounded by operations, whatever the clock says")
  func meter() {
    var meter = WorkMeter(operations: 10, deadline: nil)
    let spent = (0..<2).map { _ in meter.spend(6) }
    #expect(spent == [true, false])
    #expect(meter.isSpent)
    var late = WorkMeter(operations: 1_000_000, deadline: .now - .seconds(1))
    let isLate = !late.spend(1)
    #expect(isLate)
  }

  @Test("A numbering of colours is undone by its restoring, and black stays")
  func ranks() throws {
    let grid = Grid(rows: [[0, 5, 5], [7, 5, 0]])
    let numbering = RankedColours.Numbering(of: grid)
    #expect(numbering.numbered(grid) == Grid(rows: [[0, 1, 1], [2, 1, 0]]))
    #expect(numbering.restored(numbering.numbered(grid)) == grid)
    let program = try Program(parsing: "ranked(mirror(input))")
    #expect(try program(grid) == Program(parsing: "mirror(input)")(grid))
  }
}
