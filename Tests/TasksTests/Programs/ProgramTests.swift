import Tasks
import Testing

@Suite("Programs over grids")
struct ProgramTests {
  let grid = Grid(rows: [[1, 2, 0], [0, 0, 3]])

  @Test("A program's value is that of its primitives, innermost first")
  func values() throws {
    let program = try Program(parsing: "turn_right(mirror(input))")
    #expect(try program(grid) == .grid(Grid(rows: [[3, 0], [0, 2], [0, 1]])))
    #expect(program.type == .grid)
    #expect(program.size == 2)
    #expect(program.depth == 2)
  }

  @Test(
    "What a program prints is read back as the same program",
    arguments: [
      "input", "mirror(flip(input))", "choose(cells_of(input, red), mirror(input), flip(input))",
      "paint(input, others(cells_of(input, black)), blue)", "neighbour(input, up)", "each(objects(input), it)",
    ])
  func roundTrip(code: String) throws {
    let program = try Program(parsing: code)
    #expect(program.code == code)
    #expect(try Program(parsing: program.code) == program)
  }

  @Test("A program says itself in words")
  func words() throws {
    #expect(try Program(parsing: "mirror(input)").words == "the input mirrored left to right")
    #expect(
      try Program(parsing: "paint(input, cells_of(input, red), blue)").words
        == "the input with the red cells of the input painted blue")
  }

  @Test("A map is the list of the body's values")
  func map() throws {
    let each = try Program(parsing: "each(objects(input), it)")
    guard case .list(let elements, of: .object) = try each(grid) else {
      Issue.record("\(each.type) is no list of objects")
      return
    }
    #expect(elements.count == 3)
  }

  @Test(
    "A text that is no program says where and why",
    arguments: [
      ("", 0), ("mirror", 0), ("mirror(", 7), ("mirror(input", 12), ("mirror(input))", 13), ("mirrorr(input)", 0),
      ("mirror(red)", 0), ("each(input, it)", 10), ("it", 0), ("paint(input, input, blue)", 0),
      (String(repeating: "mirror(", count: 200) + "input" + String(repeating: ")", count: 200), 700),
    ])
  func malformed(code: String, offset: Int) {
    let error = #expect(throws: ProgramSyntaxError.self) { try Program(parsing: code) }
    #expect(error?.offset == offset)
    #expect(error?.problem.isEmpty == false)
  }

  @Test("Values that differ in type, size or cells have different fingerprints; equal ones the same")
  func fingerprints() {
    let values: [Value] = [
      .grid(grid), .grid(Grid(rows: [[1, 2], [0, 0], [0, 3]])), .grid(Grid(rows: [[1, 2, 0], [0, 0, 2]])),
      .mask(Mask(height: 2, width: 3, cells: [1, 1, 0, 0, 0, 1])), .colour(1), .number(1), .boolean(true),
      .direction(.right), .position(Position(row: 0, column: 1)), .list([], of: .grid), .list([.grid(grid)], of: .grid),
    ]
    #expect(Set(values.map { Fingerprint.of([$0]) }).count == values.count)
    #expect(Fingerprint.of([.grid(grid)]) == Fingerprint.of([.grid(Grid(rows: grid.rows))]))
  }
}
