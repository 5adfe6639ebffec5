import Foundation
import JSON

/// A task of sequences in JSON Lines: each line one example, `{"input": [1, 2, 3], "output": [3, 2, 1]}`.
///
/// One file is one task. A line with an output belongs to the support set and one without to the query set, unless
/// `"split": "support"` or `"split": "query"` says otherwise. Sequences hold 1 to 900 symbols 0...9; empty lines are
/// skipped and other keys ignored.
public enum SequenceFile {
  /// The largest number of symbols in a sequence: as many as in the largest ARC grid.
  public static let lengthLimit = ARCFile.rowLimit

  /// Returns the task in a file, named after it, its family after the folder. A malformed file throws `TaskFileError`.
  public static func load(_ file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.bytes(), reader)
  }

  /// Returns the task in the bytes of a file, as `load` reads it.
  public static func parse(_ bytes: [UInt8], file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.check(bytes), reader)
  }

  private static func episode(_ bytes: [UInt8], _ reader: TaskReader) throws(TaskFileError) -> Episode {
    try episode(of: try lines(bytes, reader), reader)
  }

  /// Returns the values of the lines that are not empty, with their numbers.
  static func lines(
    _ bytes: [UInt8], _ reader: TaskReader
  ) throws(TaskFileError) -> [(number: Int, value: JSONValue)] {
    var values: [(Int, JSONValue)] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { $0 > 0x20 }) {
      values.append((index + 1, try reader.parse(Array(line), line: index + 1)))
    }
    return values
  }

  /// Returns the task whose examples the lines are.
  static func episode(
    of lines: [(number: Int, value: JSONValue)], _ reader: TaskReader
  ) throws(TaskFileError) -> Episode {
    var support: [Example] = []
    var query: [Query] = []
    for (number, value) in lines {
      let path = "line \(number)"
      try reader.checkObject(value, at: path, keys: "\"input\": [...], \"output\": [...]")
      guard let input = try sequence("input", in: value, reader) else {
        throw reader.error(reader.place(path, value), "\"input\" is missing", "every line has an input")
      }
      let isKnown = value["output"].map { !$0.isBlank } ?? false
      let output = isKnown ? try sequence("output", in: value, reader) : nil
      switch (try split(in: value, reader), output) {
      case (.some("query"), _), (nil, nil): query.append(Query(input: input, output: output))
      case (_, .some(let output)): support.append(Example(input: input, output: output))
      default:
        throw reader.error(
          reader.place(path, value), "a support line without \"output\"", "add it, or make the line a query")
      }
    }
    guard !support.isEmpty else {
      throw reader.error("whole file", "it has no examples to learn from", "add lines with an input and an output")
    }
    return Episode(name: reader.stem, family: reader.folder, support: support, query: query)
  }

  private static func split(
    in example: JSONValue, _ reader: TaskReader
  ) throws(TaskFileError) -> String? {
    guard let value = example["split"] else { return nil }
    guard case .string(let text) = value.kind, ["support", "query"].contains(text) else {
      throw reader.error(
        reader.place("split", value), "\(value.name) is no split", "write \"support\" or \"query\", or leave it out")
    }
    return text
  }

  private static func sequence(
    _ key: String, in example: JSONValue, _ reader: TaskReader
  ) throws(TaskFileError) -> Grid? {
    guard let value = example[key] else { return nil }
    let items = try reader.array(value, at: key, of: "symbols 0...9")
    guard (1...lengthLimit).contains(items.count) else {
      throw reader.error(
        reader.place(key, value), "it has \(items.count) symbols", "a sequence has 1...\(lengthLimit)")
    }
    var cells: [UInt8] = []
    for (index, item) in items.enumerated() { cells.append(try reader.symbol(item, at: "\(key)[\(index)]")) }
    return Grid(height: 1, width: cells.count, cells: cells)
  }
}
