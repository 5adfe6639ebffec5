/// The programs up to depth two that a world knows, cheapest first, with the mark of each one's grid on each scene.
struct WorldTable: Sendable {
  /// A program: a primitive of parts.
  struct Row: Hashable, Sendable {
    let primitive: Int32
    /// The numbers of the parts; -1 beyond the last.
    let arguments: SIMD3<Int32>
    let price: Int32
    let depth: Int32
  }

  /// The programs of depth zero and one that are arguments.
  let parts: [Program]
  /// The programs, by price.
  let rows: [Row]
  /// For each scene the mark of each row's value.
  let marks: [[UInt32]]

  /// Creates a table of rows with their marks on each scene.
  init(parts: [Program], rows: [Row], marks: [[UInt32]]) { (self.parts, self.rows, self.marks) = (parts, rows, marks) }

  /// Enumerates the programs of depth one, and then those of depth two by description length, until so many are known.
  init(scenes: [Grid], rules: WorldRules, prior: ProgramPrior, programs: Int) {
    let constants =
      (0...9).map { Value.colour($0) } + (1...4).map(Value.number) + Direction.straight.map(Value.direction)
    var enumeration = WorldEnumeration(scenes: scenes, constants: constants, prior: prior)
    var found: [(row: Row, marks: [UInt32])] = []
    func add(_ row: WorldEnumeration.Row) {
      let arguments = row.arguments
      let numbers = SIMD3(
        arguments[0], arguments.count > 1 ? arguments[1] : -1, arguments.count > 2 ? arguments[2] : -1)
      found.append(
        (
          Row(primitive: row.primitive, arguments: numbers, price: Int32(row.price), depth: Int32(row.depth)),
          zip(row.values, scenes).map { rules.mark(of: $0, on: $1) }
        ))
    }
    enumeration.enumerateDepthOne { add($0) }
    let dearest = 200
    for price in 1...dearest where found.count < programs {
      let isWhole = enumeration.enumerateDepthTwo(price: price) { row in
        add(row)
        return found.count < programs
      }
      if !isWhole { break }
    }
    let order = found.indices.sorted { (found[$0].row.price, $0) < (found[$1].row.price, $1) }
    self.init(
      parts: enumeration.parts.map(\.program), rows: order.map { found[$0].row },
      marks: scenes.indices.map { scene in order.map { found[$0].marks[scene] } })
  }

  /// Returns a row's program.
  func program(_ row: Int) -> Program {
    let row = rows[row]
    let primitive = Primitives.all[Int(row.primitive)]
    return .apply(primitive, primitive.parameters.indices.map { parts[Int(row.arguments[$0])] })
  }

  /// The number of rows that cost less than a price.
  func count(below price: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].price < price { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns the rows below a number whose marks on these scenes are these.
  func rows(below end: Int, having wanted: [(scene: Int, mark: UInt32)]) -> [Int] {
    guard let first = wanted.first else { return Array(0..<end) }
    var found: [Int] = []
    marks[first.scene].withUnsafeBufferPointer { column in
      for row in 0..<end where column[row] == first.mark { found.append(row) }
    }
    for (scene, mark) in wanted.dropFirst() { found.removeAll { marks[scene][$0] != mark } }
    return found
  }
}

/// What it is for a program to do something on a scene.
struct WorldRules: Hashable, Sendable {
  /// The largest height of an output.
  let height: Int
  /// The largest width of an output.
  let width: Int

  /// Whether a program that makes this of an input does something: another grid that is not too large.
  func acts(_ output: Grid, on input: Grid) -> Bool {
    output.height <= height && output.width <= width && output != input
  }

  /// The mark of a value on a scene: 0 if there is none, else 31 bits of its fingerprint and whether it is something.
  func mark(of output: Grid?, on input: Grid) -> UInt32 {
    guard let output else { return 0 }
    let hash = UInt32(truncatingIfNeeded: Fingerprint.of([.grid(output)]) >> 32)
    return max(hash & ~1, 2) | (acts(output, on: input) ? 1 : 0)
  }

  /// Whether the mark is that of something.
  static func acts(_ mark: UInt32) -> Bool { mark & 1 == 1 }
}

extension Program {
  /// Returns the grid for an input, or `nil` if there is none or another value.
  func grid(for input: Grid) -> Grid? {
    // Why there is no value does not matter here.
    guard let value = try? self(input) else { return nil }
    return Grid(value)
  }

  /// Returns the program with another in place of the input.
  func substituting(_ program: Program) -> Program {
    switch self {
    case .input: program
    case .constant, .element: self
    case .apply(let primitive, let arguments): .apply(primitive, arguments.map { $0.substituting(program) })
    case .each(let list, let body): .each(list.substituting(program), body: body.substituting(program))
    case .ranked: self
    }
  }
}
