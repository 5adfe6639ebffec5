internal import Foundation

/// A folder in which the tables of worlds are kept for later processes; without it they are made again.
struct WorldFile {
  let folder: URL

  /// The user's folder: autodidact/programs in `XDG_CACHE_HOME` or ~/.cache.
  static var user: WorldFile {
    let cache = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return WorldFile(folder: URL(filePath: "\(cache ?? "\(NSHomeDirectory())/.cache")/autodidact/programs"))
  }

  /// The hash of all that a table depends on but the bodies of primitives.
  private func key(_ scenes: [Grid], _ prior: ProgramPrior, _ programs: Int) -> UInt64 {
    var hash = Fingerprint()
    for scene in scenes { hash.add(.grid(scene)) }
    for primitive in Primitives.all {
      hash.add(Array(primitive.signature.utf8))
      hash.add(UInt64(prior.price(of: primitive)))
    }
    hash.add(UInt64(programs))
    return hash.state
  }

  private static let version: UInt64 = 1

  private func url(_ key: UInt64) -> URL { folder.appending(path: "\(String(key, radix: 16)).table") }

  /// Returns the table of these scenes, or `nil` if there is none, or one of another version or catalogue.
  func table(scenes: [Grid], rules: WorldRules, prior: ProgramPrior, programs: Int) -> WorldTable? {
    let key = key(scenes, prior, programs)
    // A file that is not there or cannot be read is made again.
    guard let data = try? Data(contentsOf: url(key)) else { return nil }
    var reader = WordReader(data)
    guard reader.word() == Self.version, reader.word() == key, let text = reader.text(),
      let rowCount = reader.word().flatMap({ Int(exactly: $0) })
    else { return nil }
    let parts = text.split(separator: "\n").compactMap { try? Program(parsing: String($0)) }
    var rows: [WorldTable.Row] = []
    for _ in 0..<rowCount {
      guard let numbers = reader.numbers(6, as: Int32.self), Primitives.all.indices.contains(Int(numbers[0])) else {
        return nil
      }
      for (part, type) in zip(numbers[1..<4], Primitives.all[Int(numbers[0])].parameters) {
        guard parts.indices.contains(Int(part)), parts[Int(part)].type == type else { return nil }
      }
      rows.append(
        WorldTable.Row(
          primitive: numbers[0], arguments: SIMD3(numbers[1], numbers[2], numbers[3]), price: numbers[4],
          depth: numbers[5]))
    }
    var marks: [[UInt32]] = []
    for _ in scenes {
      guard let column = reader.numbers(rowCount, as: UInt32.self) else { return nil }
      marks.append(column)
    }
    let table = WorldTable(parts: parts, rows: rows, marks: marks)
    return table.isRight(on: scenes, rules) ? table : nil
  }

  /// Writes a table, whole or not at all; a folder that cannot be written is left as it is.
  func write(_ table: WorldTable, scenes: [Grid], prior: ProgramPrior, programs: Int) {
    let key = key(scenes, prior, programs)
    let text = Array(table.parts.map(\.code).joined(separator: "\n").utf8)
    var data = Data()
    data.append(words: [Self.version, key, UInt64(text.count)])
    data.append(contentsOf: text)
    data.append(words: [UInt64(table.rows.count)])
    for row in table.rows {
      data.append(
        words: [row.primitive, row.arguments[0], row.arguments[1], row.arguments[2], row.price, row.depth])
    }
    for column in table.marks { data.append(words: column) }
    // Without the file the next process makes the table again.
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? data.write(to: url(key), options: .atomic)
  }
}

extension WorldTable {
  /// Whether one row of each primitive still has its marks: a primitive that has been changed since is noticed.
  fileprivate func isRight(on scenes: [Grid], _ rules: WorldRules) -> Bool {
    var seen: Set<Int32> = []
    for (number, row) in rows.enumerated() where seen.insert(row.primitive).inserted {
      let program = program(number)
      for (scene, column) in zip(scenes, marks)
      where column[number] != rules.mark(of: program.grid(for: scene), on: scene) { return false }
    }
    return true
  }
}

/// A reader of little-endian numbers.
private struct WordReader {
  private let data: Data
  private var offset = 0

  init(_ data: Data) { self.data = data }

  mutating func numbers<Number: FixedWidthInteger>(_ count: Int, as type: Number.Type) -> [Number]? {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Number>.size)
    guard !overflows, bytes >= 0, data.count - offset >= bytes else { return nil }
    defer { offset += bytes }
    return data.withUnsafeBytes { raw in
      (0..<count).map {
        Number(littleEndian: raw.loadUnaligned(fromByteOffset: offset + $0 * MemoryLayout<Number>.size, as: type))
      }
    }
  }

  mutating func word() -> UInt64? { numbers(1, as: UInt64.self)?[0] }

  mutating func text() -> String? {
    guard let count = word().flatMap({ Int(exactly: $0) }), let bytes = numbers(count, as: UInt8.self) else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Data {
  fileprivate mutating func append<Number: FixedWidthInteger>(words: [Number]) {
    words.map(\.littleEndian).withUnsafeBytes { append(contentsOf: $0) }
  }
}
