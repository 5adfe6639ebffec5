import Foundation

/// The form of results: tables and sentences for people, one JSON document for programs.
enum OutputMode: Sendable {
  case people
  case json

  init(isJSON: Bool) { self = isJSON ? .json : .people }
}

/// A printer of a command's result in the requested form.
struct Output: Sendable {
  let mode: OutputMode
  let console: Console

  init(_ mode: OutputMode, console: Console = .output) {
    self.mode = mode
    self.console = console
  }

  /// Prints `value` for programs, or `text`, which is only computed if needed, for people.
  func result(_ value: some Encodable, text: () -> String) throws {
    switch mode {
    case .people: console.print(text())
    case .json: console.print(try Self.json(value))
    }
  }

  /// Returns a value as JSON with sorted keys and ISO dates; numbers that JSON does not have become "nan", "inf",
  /// "-inf".
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
