import Foundation
import Search
import Tasks
import Testing

@Suite("A ranked answer")
struct RankedGridTests {
  @Test("It is decoded as it was encoded, its program too")
  func roundTrip() throws {
    let answer = RankedGrid(
      grid: Grid(rows: [[1, 2]]), program: try Program(parsing: "mirror(input)"), votes: 0.25, confidence: 0.5)
    let data = try JSONEncoder().encode(answer)
    #expect(try JSONDecoder().decode(RankedGrid.self, from: data) == answer)
    #expect(String(decoding: data, as: UTF8.self).contains("mirrored left to right"))
  }

  @Test("It says where it came from")
  func source() throws {
    let (grid, program) = (Grid(rows: [[1]]), try Program(parsing: "mirror(input)"))
    #expect(RankedGrid(grid: grid, program: nil, votes: 1, confidence: 1).source == "network")
    #expect(RankedGrid(grid: grid, program: program, votes: nil, confidence: 1).source.hasPrefix("program: "))
    #expect(RankedGrid(grid: grid, program: program, votes: 0.5, confidence: 1).source.hasPrefix("program and network"))
  }
}
