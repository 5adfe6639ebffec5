import Foundation

/// Whatever tasks are at a path.
public enum TaskFiles {
  /// The tasks of a file, by its ending `.json` or `.jsonl`, or of all such files in a directory and the directories
  /// in it, in the order of their paths.
  public static func load(_ path: String) throws(TaskFileError) -> [Episode] {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    var episodes: [Episode] = []
    for file in exists && isDirectory.boolValue ? try files(in: path, endings: ["json", "jsonl"]) : [path] {
      episodes.append(file.lowercased().hasSuffix(".jsonl") ? try SequenceFile.load(file) : try ARCFile.load(file))
    }
    return episodes
  }

  /// The visible files of these endings below a directory; none is an error.
  static func files(in directory: String, endings: Set<String>) throws(TaskFileError) -> [String] {
    let reader = TaskReader(file: directory)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw reader.error("whole directory", "it is no directory", "check the path")
    }
    // The enumerator does not follow links, so a loop of them cannot catch it.
    let paths = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
    let files = paths.filter { path in
      endings.contains((path as NSString).pathExtension.lowercased())
        && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }
    .map { (directory as NSString).appendingPathComponent($0) }
    .filter { file in
      FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
    guard !files.isEmpty else {
      let names = endings.sorted().map { ".\($0)" }.joined(separator: " or ")
      throw reader.error("whole directory", "no \(names) file is in it", "give the directory that holds the tasks")
    }
    return files.sorted()
  }
}
