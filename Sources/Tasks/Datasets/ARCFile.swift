import Foundation

/// Tasks in the JSON of the Abstraction and Reasoning Corpus:
/// `{"train": [{"input": [[0, …], …], "output": …}, …], "test": [{"input": …, "output": …}]}`.
///
/// `train` is the support set and `test` the query set, where `output` may be missing. Other keys are ignored.
/// - Source: Chollet 2019, "On the Measure of Intelligence"; the format of github.com/fchollet/ARC-AGI.
public enum ARCFile {
  /// The largest height and width of a grid of several rows.
  public static let sideLimit = 30
  /// The most symbols of a grid of one row, as 1D-ARC has: as many as the largest grid.
  public static let rowLimit = 900

  /// The task in a file, named after it, its family after the folder. A malformed file throws `TaskFileError`.
  public static func load(_ file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.bytes(), reader)
  }

  /// The task in the bytes of a file, as `load` reads it.
  public static func parse(_ bytes: [UInt8], file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.check(bytes), reader)
  }

  /// The tasks of every `.json` file in a directory and the directories in it, in the order of their paths.
  public static func loadDirectory(_ directory: String) throws(TaskFileError) -> [Episode] {
    let files = try TaskFiles.files(in: directory, endings: ["json"])
    var episodes: [Episode] = []
    for file in files { episodes.append(try load(file)) }
    return episodes
  }

  private static func episode(_ bytes: [UInt8], _ reader: TaskReader) throws(TaskFileError) -> Episode {
    let value = try reader.parse(bytes)
    let members = try reader.object(value, at: "whole file", keys: "\"train\": [...], \"test\": [...]")
    var support: [Example] = []
    for (pair, path) in try pairs("train", in: members, value, reader) {
      let input = try grid("input", of: pair, at: path, reader)
      let output = try grid("output", of: pair, at: path, reader)
      guard let input, let output else {
        let key = input == nil ? "input" : "output"
        throw reader.error(reader.place(path, pair), "\"\(key)\" is missing", "a demonstration has both grids")
      }
      support.append(Example(input: input, output: output))
    }
    var query: [Query] = []
    for (pair, path) in try pairs("test", in: members, value, reader) {
      guard let input = try grid("input", of: pair, at: path, reader) else {
        throw reader.error(reader.place(path, pair), "\"input\" is missing", "a test pair has at least its input")
      }
      query.append(Query(input: input, output: try grid("output", of: pair, at: path, reader)))
    }
    let url = URL(fileURLWithPath: reader.file)
    return Episode(
      name: url.deletingPathExtension().lastPathComponent, family: url.deletingLastPathComponent().lastPathComponent,
      support: support, query: query)
  }

  private static func pairs(
    _ key: String, in members: [String: JSONValue], _ whole: JSONValue, _ reader: TaskReader
  ) throws(TaskFileError) -> [(JSONValue, String)] {
    guard let value = members[key] else {
      let neighbour = nearest(to: key, in: members.keys.sorted(), limit: 1).first.map { "; found \"\(clipped($0))\"" }
      throw reader.error(
        reader.place("whole file", whole), "\"\(key)\" is missing\(neighbour ?? "")",
        "add \"\(key)\": [{\"input\": [[...]], \"output\": [[...]]}, ...]")
    }
    let items = try reader.array(value, at: key, of: "pairs {\"input\": [[...]], \"output\": [[...]]}")
    guard !items.isEmpty else {
      throw reader.error(reader.place(key, value), "it has no examples", "add at least one")
    }
    return items.enumerated().map { ($0.element, "\(key)[\($0.offset)]") }
  }

  private static func grid(
    _ key: String, of pair: JSONValue, at path: String, _ reader: TaskReader
  ) throws(TaskFileError) -> Grid? {
    guard let value = try reader.object(pair, at: path, keys: "\"input\": [[...]], \"output\": [[...]]")[key] else {
      return nil
    }
    let path = "\(path).\(key)"
    let rows = try reader.array(value, at: path, of: "rows")
    guard rows.count <= sideLimit else {
      throw reader.error(reader.place(path, value), "it has \(rows.count) rows", "a grid has \(sideLimit) at most")
    }
    var cells: [UInt8] = []
    var width: Int?
    for (index, row) in rows.enumerated() {
      let path = "\(path)[\(index)]"
      let symbols = try reader.array(row, at: path, of: "symbols 0...9")
      let limit = rows.count == 1 ? rowLimit : sideLimit
      guard symbols.count <= limit else {
        throw reader.error(reader.place(path, row), "it has \(symbols.count) symbols", "it may have \(limit) at most")
      }
      guard symbols.count == width ?? symbols.count else {
        throw reader.error(
          reader.place(path, row), "it has \(symbols.count) symbols and the first row \(width ?? 0)",
          "make all rows equally long")
      }
      width = symbols.count
      for (column, symbol) in symbols.enumerated() {
        cells.append(try reader.symbol(symbol, at: "\(path)[\(column)]"))
      }
    }
    guard let width, width > 0 else {
      throw reader.error(reader.place(path, value), "the grid is empty", "a grid has at least one cell")
    }
    return Grid(height: rows.count, width: width, cells: cells)
  }
}
