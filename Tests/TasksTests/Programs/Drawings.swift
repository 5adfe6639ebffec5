import Testing
import Tasks

/// A grid drawn as text, a dot for black; and small noise of grids, by which facts are stated.
extension Grid {
  init(_ drawing: String) {
    self.init(rows: drawing.split(separator: "\n").map { $0.map { $0 == "." ? 0 : $0.wholeNumberValue ?? 0 } })
  }

  /// Thirty grids of several sizes and densities.
  static let drawings: [Grid] = {
    var state: UInt64 = 17
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    return (0..<30).map { number in
      Grid(height: 3 + next(10), width: 3 + next(10)) { row, column in
        row == 1 && column == 1 || next(2 + number % 4) == 0 ? 1 + next(1 + number % 3) : 0
      }
    }
  }()
}

/// Returns the value of a catalogue's primitive.
func call<Result: ProgramValue>(_ name: String, _ arguments: any ProgramValue...) throws -> Result {
  let types = arguments.map { $0.value.type }
  let primitive = try #require(
    Primitives.all.first { $0.name == name && $0.parameters == types && $0.result == Result.type },
    "no primitive \(name)(\(types)) -> \(Result.type)")
  return try #require(Result(try primitive(arguments.map(\.value))))
}
