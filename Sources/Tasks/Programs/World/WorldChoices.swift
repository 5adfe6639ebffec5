/// The rows of a table that are tasks, by split, depth and primitive, so that primitives are drawn evenly.
struct WorldChoices: Sendable {
  /// For each row the styles on whose scenes it does something.
  private(set) var styles: [[UInt8]] = []
  private var groups: [Key: [[Int32]]] = [:]

  private struct Key: Hashable {
    let split: Split?
    let depth: Int
  }

  /// Finds the rows that do something on two known scenes of a style, and not the same.
  init(_ table: WorldTable, scenes: Int) {
    var byPrimitive: [Key: [Int32: [Int32]]] = [:]
    let primitives = table.parts.map { part -> Int32? in
      guard case .apply(let primitive, _) = part else { return nil }
      return Self.numbers[primitive.signature]
    }
    for (number, row) in table.rows.enumerated() {
      styles.append(
        (0..<table.marks.count / scenes).filter { style in
          let marks = (style * scenes..<(style + 1) * scenes).map { table.marks[$0][number] }.filter(WorldRules.acts)
          return Set(marks).count > 1
        }.map { UInt8($0) })
      guard !styles[number].isEmpty else { continue }
      let split = table.program(number).split
      var used: Set<Int32> = [row.primitive]
      for position in 0..<3 where row.arguments[position] >= 0 {
        if let primitive = primitives[Int(row.arguments[position])] { used.insert(primitive) }
      }
      for primitive in used {
        for split in [nil, split] {
          byPrimitive[Key(split: split, depth: Int(row.depth)), default: [:]][primitive, default: []]
            .append(Int32(number))
        }
      }
    }
    groups = byPrimitive.mapValues { groups in groups.sorted { $0.key < $1.key }.map(\.value) }
  }

  private static let numbers = Dictionary(
    uniqueKeysWithValues: Primitives.all.enumerated().map { ($1.signature, Int32($0)) })

  /// The rows of a split and a depth, or of all splits, one list for each primitive that occurs in them.
  func rows(of depth: Int, in split: Split?) -> [[Int32]] { groups[Key(split: split, depth: depth)] ?? [] }
}
