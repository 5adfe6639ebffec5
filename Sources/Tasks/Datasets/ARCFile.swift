import Foundation
import JSON
import Settings

/// Tasks in the JSON of the Abstraction and Reasoning Corpus:
/// `{"train": [{"input": [[0, …], …], "output": …}, …], "test": [{"input": …, "output": …}]}`.
///
/// `train` is the support set and `test` the query set, where `output` may be missing. Other keys are ignored.
/// - Source: Chollet 2019, "On the Measure of Intelligence"; the format of github.com/fchollet/ARC-AGI.
public enum ARCFile {
  /// The largest height and width of a grid of several rows.
  public static let sideLimit = 30
  /// The largest number of symbols of a grid of one row, as in 1D-ARC: as many as in the largest grid.
  public static let rowLimit = 900

  /// Returns the task in a file, named after it, its family after the folder. A malformed file throws `TaskFileError`.
  public static func load(_ file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.parse(try reader.bytes()), reader)
  }

  /// Returns the task in the bytes of a file, as `load` reads it.
  public static func parse(_ bytes: [UInt8], file: String) throws(TaskFileError) -> Episode {
    let reader = TaskReader(file: file)
    return try episode(try reader.parse(try reader.check(bytes)), reader)
  }

  /// Returns the task that a value holds; `path` leads to it from the top of the file, "" for the whole value.
  static func episode(
    _ value: JSONValue, _ reader: TaskReader, at path: String = "", name: String? = nil, family: String? = nil
  ) throws(TaskFileError) -> Episode {
    try reader.checkObject(value, at: whole(path), keys: "\"train\": [...], \"test\": [...]")
    var support: [Example] = []
    for (pair, path) in try pairs("train", in: value, at: path, reader) {
      support.append(try example(pair, at: path, reader))
    }
    var query: [Query] = []
    for (pair, path) in try pairs("test", in: value, at: path, reader) {
      query.append(try self.query(pair, at: path, reader))
    }
    return Episode(name: name ?? reader.stem, family: family ?? reader.folder, support: support, query: query)
  }

  /// Returns the task of a list of pairs: those without an output are the queries, or the last one if each has an
  /// output.
  static func episode(
    of pairs: [JSONValue], _ reader: TaskReader, at path: String, name: String, family: String
  ) throws(TaskFileError) -> Episode {
    var episode = Episode(name: name, family: family, support: [], query: [])
    for (index, pair) in pairs.enumerated() {
      let query = try query(pair, at: "\(path)[\(index)]", reader)
      if let output = query.output {
        episode.support.append(Example(input: query.input, output: output))
      } else {
        episode.query.append(query)
      }
    }
    if episode.query.isEmpty, episode.support.count > 1, let last = episode.support.popLast() {
      episode.query = [Query(input: last.input, output: last.output)]
    }
    return episode
  }

  private static func example(_ pair: JSONValue, at path: String, _ reader: TaskReader) throws(TaskFileError) -> Example
  {
    let input = try grid("input", of: pair, at: path, reader)
    let output = try grid("output", of: pair, at: path, reader)
    guard let input, let output else {
      let key = input == nil ? "input" : "output"
      throw reader.error(reader.place(path, pair), "\"\(key)\" is missing", "a demonstration has both grids")
    }
    return Example(input: input, output: output)
  }

  /// Returns a query; an output that is null, [] or [[]] is unknown, as a missing one is.
  private static func query(_ pair: JSONValue, at path: String, _ reader: TaskReader) throws(TaskFileError) -> Query {
    guard let input = try grid("input", of: pair, at: path, reader) else {
      throw reader.error(reader.place(path, pair), "\"input\" is missing", "a test pair has at least its input")
    }
    let isKnown = pair["output"].map { !$0.isBlank } ?? false
    return Query(input: input, output: isKnown ? try grid("output", of: pair, at: path, reader) : nil)
  }

  /// Returns the name of a path in an error message.
  static func whole(_ path: String) -> String { path.isEmpty ? "whole file" : path }

  private static func pairs(
    _ key: String, in task: JSONValue, at path: String, _ reader: TaskReader
  ) throws(TaskFileError) -> [(JSONValue, String)] {
    guard let value = task[key] else {
      let keys = task.members?.map(\.key).sorted() ?? []
      let neighbour = nearest(to: key, in: keys, limit: 1).first.map { "; found \"\(excerpt($0))\"" }
      throw reader.error(
        reader.place(whole(path), task), "\"\(key)\" is missing\(neighbour ?? "")",
        "add \"\(key)\": [{\"input\": [[...]], \"output\": [[...]]}, ...]")
    }
    let key = path.isEmpty ? key : "\(path).\(key)"
    let items = try reader.array(value, at: key, of: "pairs {\"input\": [[...]], \"output\": [[...]]}")
    guard !items.isEmpty else {
      throw reader.error(reader.place(key, value), "it has no examples", "add at least one")
    }
    return items.enumerated().map { ($0.element, "\(key)[\($0.offset)]") }
  }

  private static func grid(
    _ key: String, of pair: JSONValue, at path: String, _ reader: TaskReader
  ) throws(TaskFileError) -> Grid? {
    try reader.checkObject(pair, at: path, keys: "\"input\": [[...]], \"output\": [[...]]")
    return try pair[key].map { value throws(TaskFileError) in try grid(value, at: "\(path).\(key)", reader) }
  }

  /// Returns the grid that a value holds.
  static func grid(_ value: JSONValue, at path: String, _ reader: TaskReader) throws(TaskFileError) -> Grid {
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
