/// The bytes of a JSON text, whose lines are counted only where a fault has to name one.
package struct JSONText: Sendable {
  /// The byte order mark with which some editors begin a file.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let bytes: [UInt8]
  /// The number of the first line.
  let firstLine: Int

  /// Creates the text of these bytes, the first of which stands on line `firstLine` of a file.
  package init(_ bytes: [UInt8], firstLine: Int = 1) { (self.bytes, self.firstLine) = (bytes, firstLine) }

  /// The place of the first byte that is not UTF-8, or `nil` if all are.
  package var invalidPlace: JSONPlace? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return place(of: offset)
  }

  func place(of offset: Int) -> JSONPlace {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? []
    let mark = line.startIndex == 0 && line.starts(with: Self.mark) ? 1 : 0
    return JSONPlace(
      line: firstLine + before.count { $0 == UInt8(ascii: "\n") },
      column: line.count { $0 & 0xC0 != 0x80 } - mark + 1)
  }
}

/// A place in a text: its line and its column, which counts characters, both from 1.
package struct JSONPlace: Equatable, Sendable, CustomStringConvertible {
  /// The line.
  package let line: Int
  /// The column.
  package let column: Int

  /// The two in words.
  package var description: String { "line \(line), column \(column)" }
}

/// The first fault of a JSON text, or of what it says.
package struct JSONFault: Error {
  /// The place of what is wrong.
  package let place: JSONPlace
  /// The way to it, as `model.merges[3]`; empty for the whole text.
  package let path: String
  /// The problem.
  package let problem: String
  /// What to do; empty where the problem says it.
  package let remedy: String
}

/// Returns a text that is short enough for an error message, with what cannot be seen written as numbers.
package func excerpt(_ text: String) -> String {
  let scalars = text.unicodeScalars
  return scalars.prefix(40).map { $0.escaped(asASCII: false) }.joined() + (scalars.dropFirst(40).isEmpty ? "" : "…")
}
