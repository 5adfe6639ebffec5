public import Foundation
import JSON

/// The tasks at a path: of a file, or of the files of a folder and its subfolders.
///
/// A file holds a task (`ARCFile`, `SequenceFile`), or a collection: tasks by id with their answers in a
/// `…solutions.json` beside it (ARC Prize), a list of tasks, one task a line, or a list of pairs without train and test
/// (RE-ARC), each perhaps below names of parts. One bad task is reported beside the others.
/// - Source: the files of kaggle.com/competitions/arc-prize-2025; Hodel 2024, "Addressing the Abstraction and Reasoning
///   Corpus via Procedural Example Generation" (RE-ARC).
public struct TaskFiles: Sendable {
  /// The tasks, in the order of their paths, each with a unique name.
  public private(set) var episodes: [Episode] = []
  /// The errors of everything that looks like a task but is none.
  public private(set) var failures: [TaskFileError] = []
  /// The files that hold no task, such as an index beside them.
  public private(set) var skipped: [String] = []
  /// The files that were read.
  public private(set) var files: [String] = []
  /// Whether tasks of the same name are distinguished by their paths.
  public private(set) var areNamedByPath = false
  /// The location of each task: its path in the folder and, in a collection, its id.
  private var places: [String] = []

  /// Reads the tasks at a path. Throws if there is none.
  public init(_ path: String) throws(TaskFileError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      try readAlone(TaskReader(file: path), bytes: nil)
      return
    }
    for file in try Self.files(in: path) where Self.challenges(of: file) == nil {
      do throws(TaskFileError) {
        let inside = String(file.dropFirst(path.count).drop { $0 == "/" })
        if try !read(TaskReader(file: file), bytes: nil, place: inside) { skipped.append(inside) }
      } catch {
        failures.append(error)
      }
    }
    guard !episodes.isEmpty || !failures.isEmpty else {
      throw TaskReader(file: path).error(
        "whole directory", "none of its \(skipped.count) JSON files holds a task",
        "give the directory that holds the tasks")
    }
    try finish()
  }

  /// Reads the bytes of a file, or of standard input.
  public init(_ bytes: Data, named name: String) throws(TaskFileError) {
    try readAlone(TaskReader(file: name), bytes: [UInt8](bytes))
  }

  private mutating func readAlone(_ reader: TaskReader, bytes: [UInt8]?) throws(TaskFileError) {
    if let tasks = Self.challenges(of: reader.file) {
      throw reader.error("whole file", "it holds the answers to \(tasks)", "give that file")
    }
    if try !read(reader, bytes: bytes, place: reader.file) {
      // The reader of a single task reports what is missing.
      var whole = bytes ?? []
      if bytes == nil { whole = try reader.bytes() }
      _ =
        Self.isLines(whole, reader)
        ? try SequenceFile.parse(whole, file: reader.file) : try ARCFile.parse(whole, file: reader.file)
    }
    try finish()
  }

  /// Returns the tasks at a path; the first that cannot be read throws.
  public static func load(_ path: String) throws(TaskFileError) -> [Episode] {
    let files = try TaskFiles(path)
    if let failure = files.failures.first { throw failure }
    return files.episodes
  }

  /// Throws if no task could be read, and gives every task a unique name.
  private mutating func finish() throws(TaskFileError) {
    if episodes.isEmpty, let failure = failures.first { throw failure }
    func isShared(_ index: Int, _ counts: [String: Int]) -> Bool { counts[episodes[index].name, default: 0] > 1 }
    for rename in [Self.withoutEnding, { $0 }] {
      let counts = episodes.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
      for index in episodes.indices where isShared(index, counts) {
        areNamedByPath = true
        episodes[index].name = rename(places[index])
      }
    }
    // Two tasks of one id in one file.
    var seen: [String: Int] = [:]
    for index in episodes.indices {
      seen[episodes[index].name, default: 0] += 1
      if let count = seen[episodes[index].name], count > 1 { episodes[index].name += "#\(count)" }
    }
  }

  private static func withoutEnding(_ place: String) -> String {
    place.replacing(/\.(json|jsonl|ndjson)(?=$|\/)/.ignoresCase(), with: "")
  }
}

// MARK: Reading a file

extension TaskFiles {
  /// Adds the tasks of a file, and returns whether it is about tasks at all.
  private mutating func read(
    _ reader: TaskReader, bytes given: [UInt8]?, place: String
  ) throws(TaskFileError) -> Bool {
    let bytes: [UInt8]
    if let given { bytes = try reader.check(given) } else { bytes = try reader.bytes() }
    files.append(reader.file)
    let first = episodes.count
    if Self.isLines(bytes, reader) {
      let lines = try SequenceFile.lines(bytes, reader)
      if lines.contains(where: { TaskForm($0.value) != nil }) {
        for (number, value) in lines {
          take(value, reader, at: "line \(number)", name: "\(reader.stem)_\(number)", family: reader.stem, place: place)
        }
      } else if lines.contains(where: { $0.value["input"] != nil }) {
        add(try SequenceFile.episode(of: lines, reader), place)
      } else {
        return false
      }
    } else {
      let whole = try reader.parse(bytes)
      guard let form = TaskForm(whole) else { return false }
      switch form {
      case .task: add(try ARCFile.episode(whole, reader), place)
      case .pairs(let pairs):
        add(try ARCFile.episode(of: pairs, reader, at: "", name: reader.stem, family: reader.folder), place)
      case .collection: take(whole, reader, at: "", name: reader.stem, family: reader.stem, place: place)
      }
    }
    if let (file, answers) = try Self.solutions(beside: reader.file) {
      files.append(file)
      try solve(from: first, by: answers, TaskReader(file: file))
    }
    return true
  }

  private mutating func add(_ episode: Episode, _ place: String) {
    episodes.append(episode)
    places.append(place)
  }

  /// Adds every task of a value; what is no task, such as a version beside them, is left out.
  private mutating func take(
    _ value: JSONValue, _ reader: TaskReader, at path: String, name: String, family: String, place: String
  ) {
    do throws(TaskFileError) {
      let own = Self.id(value) ?? name
      switch TaskForm(value) {
      case .task: add(try ARCFile.episode(value, reader, at: path, name: own, family: family), "\(place)/\(own)")
      case .pairs(let pairs):
        add(try ARCFile.episode(of: pairs, reader, at: path, name: own, family: family), "\(place)/\(own)")
      case .collection(let parts):
        for part in parts {
          // A part that holds collections names the tasks' family.
          var family = family
          if case .key(let key) = part.step, case .collection = TaskForm(part.value) { family = key }
          take(
            part.value, reader, at: part.step.path(after: path), name: part.step.name(in: name), family: family,
            place: place)
        }
      case nil: break
      }
    } catch {
      failures.append(error)
    }
  }

  /// Returns the id that a task holds itself, or `nil` if it has none.
  private static func id(_ task: JSONValue) -> String? {
    for key in ["id", "task_id", "taskId", "task", "name"] {
      switch task[key]?.kind {
      case .string(let text) where !text.isEmpty: return text
      case .number(let text): return text
      default: continue
      }
    }
    return nil
  }

  /// Returns whether every line is a value of its own.
  private static func isLines(_ bytes: [UInt8], _ reader: TaskReader) -> Bool {
    let ending = (reader.file as NSString).pathExtension.lowercased()
    if ["jsonl", "ndjson"].contains(ending) { return true }
    if ending == "json" { return false }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).filter { $0.contains { $0 > 0x20 } }
    // A first line that is no value of its own belongs to a value of several lines.
    guard let value = lines.first.flatMap({ try? JSONValue(Array($0)) }) else { return false }
    return lines.count > 1 || value["input"] != nil
  }
}

// MARK: Answers beside a collection

extension TaskFiles {
  /// Returns the file of answers beside a file of tasks, or `nil` if there is none.
  private static func solutions(beside file: String) throws(TaskFileError) -> (String, JSONValue)? {
    guard let other = renamed(file, /challenges/.ignoresCase(), "solutions") else { return nil }
    let reader = TaskReader(file: other)
    return (other, try reader.parse(try reader.bytes()))
  }

  /// Returns the file of tasks that a file of answers belongs to, or `nil` if there is none.
  private static func challenges(of file: String) -> String? {
    renamed(file, /solutions/.ignoresCase(), "challenges")
  }

  private static func renamed(_ file: String, _ word: Regex<Substring>, _ other: String) -> String? {
    let name = (file as NSString).lastPathComponent
    let renamed = name.replacing(word, with: other)
    let path = ((file as NSString).deletingLastPathComponent as NSString).appendingPathComponent(renamed)
    return renamed != name && FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Adds the outputs of `{id: [output, …]}` to tasks without outputs.
  private mutating func solve(
    from first: Int, by answers: JSONValue, _ reader: TaskReader
  ) throws(TaskFileError) {
    try reader.checkObject(answers, at: "whole file", keys: "\"id\": [output, ...]")
    let answers = Dictionary(answers.members ?? []) { first, _ in first }
    for index in first..<episodes.count {
      let name = episodes[index].name
      guard let value = answers[name], !value.isBlank else { continue }
      var outputs = try reader.array(value, at: name, of: "outputs")
      // One output that is not in a list of outputs.
      if outputs.first?.items?.first?.items == nil { outputs = [value] }
      let count = episodes[index].query.count
      guard outputs.count == count else {
        throw reader.error(
          reader.place(name, value), "it has \(outputs.count) outputs for \(count) test inputs", "give one for each")
      }
      for (query, output) in outputs.enumerated() where episodes[index].query[query].output == nil && !output.isBlank {
        episodes[index].query[query].output = try ARCFile.grid(output, at: "\(name)[\(query)]", reader)
      }
    }
  }
}

// MARK: Files of a folder

extension TaskFiles {
  private static let endings = ["json", "jsonl", "ndjson"]

  /// Returns the visible files of tasks below a directory; none is an error.
  private static func files(in directory: String) throws(TaskFileError) -> [String] {
    let reader = TaskReader(file: directory)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw reader.error("whole directory", "it is no directory", "check the path")
    }
    // A link that was named is followed; the enumerator follows none inside, so a loop of them cannot catch it.
    let root = (directory as NSString).resolvingSymlinksInPath
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let files = paths.filter { path in
      endings.contains((path as NSString).pathExtension.lowercased())
        && !path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
    }
    .map { (directory as NSString).appendingPathComponent($0) }
    .filter { file in
      // A broken link is kept, so that it is reported.
      !FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) || !isDirectory.boolValue
    }
    guard !files.isEmpty else {
      let names = endings.map { ".\($0)" }.joined(separator: " or ")
      throw reader.error("whole directory", "no \(names) file is in it", "give the directory that holds the tasks")
    }
    return files.sorted()
  }
}
