/// The programs of an enumeration with their values, by type and price.
struct ProgramTable {
  /// How a program was made.
  enum Origin {
    case input
    case constant(Value)
    case apply(Int, [Int32])
    /// A primitive mapped over the list that is its first argument.
    case each(Int, [Int32])
    /// A program from elsewhere.
    case given(Program)
  }

  /// A program of the table.
  struct Entry {
    let origin: Origin
    let price: Int
    /// The value for each input.
    let values: [Value]
    /// Whether the program reads the input.
    let isDependent: Bool
  }

  private(set) var entries: [Entry] = []
  private var known: Set<UInt64> = []
  private var buckets: [ProgramType: [[Int32]]] = [:]
  /// The approximate number of bytes of all values.
  private(set) var bytes = 0

  /// The programs of a type and a price.
  func programs(of type: ProgramType, price: Int) -> [Int32] {
    guard price >= 0, let levels = buckets[type], price < levels.count else { return [] }
    return levels[price]
  }

  /// Returns the cheapest programs of a type that read the input.
  func dependent(of type: ProgramType, count: Int) -> [Int32] {
    var numbers: [Int32] = []
    for level in buckets[type] ?? [] {
      for number in level where entries[Int(number)].isDependent && numbers.count < count { numbers.append(number) }
      if numbers.count >= count { break }
    }
    return numbers
  }

  /// Returns the cheapest programs of a type.
  func cheapest(of type: ProgramType, count: Int) -> [Int32] {
    var numbers: [Int32] = []
    for level in buckets[type] ?? [] {
      numbers += level.prefix(count - numbers.count)
      if numbers.count >= count { break }
    }
    return numbers
  }

  /// Whether there is any program of a type.
  func has(_ type: ProgramType) -> Bool { buckets[type] != nil }

  /// Adds a program unless one of the same values is known; returns its number, or `nil` if one is.
  mutating func add(_ entry: Entry, type: ProgramType) -> Int32? {
    guard known.insert(Fingerprint.of(entry.values)).inserted else { return nil }
    let number = Int32(entries.count)
    entries.append(entry)
    buckets[type, default: []].grow(to: entry.price + 1, filling: [])
    buckets[type]![entry.price].append(number)
    for value in entry.values { bytes += value.bytes }
    return number
  }

  /// Returns a program as an expression.
  func program(_ number: Int32, _ primitives: [Primitive]) -> Program {
    switch entries[Int(number)].origin {
    case .input: .input
    case .constant(let value): .constant(value)
    case .given(let program): program
    case .apply(let primitive, let arguments):
      .apply(primitives[primitive], arguments.map { program($0, primitives) })
    case .each(let primitive, let arguments):
      .each(
        program(arguments[0], primitives),
        body: .apply(
          primitives[primitive],
          [.element(primitives[primitive].parameters[0])] + arguments.dropFirst().map { program($0, primitives) }))
    }
  }
}

extension Array {
  fileprivate mutating func grow(to count: Int, filling element: Element) {
    while self.count < count { append(element) }
  }
}

extension Value {
  /// The approximate number of bytes in memory.
  var bytes: Int {
    switch self {
    case .grid(let grid): 64 + grid.cells.count
    case .mask(let mask): 64 + mask.cells.count
    case .object(let object): 72 + object.cells.count
    case .list(let elements, _): elements.reduce(64) { $0 + $1.bytes }
    case .colour, .number, .boolean, .direction, .position: 32
    }
  }
}
