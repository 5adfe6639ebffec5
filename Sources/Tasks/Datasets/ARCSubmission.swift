import Foundation

/// Answers in the form that ARC Prize scores: for every task, for every test input, two attempts.
///
/// `{"task": [{"attempt_1": [[0, …], …], "attempt_2": [[0, …], …]}, …]}`, tasks in the order of their names.
public struct ARCSubmission: Sendable {
  private var answers: [String: [[Grid]]] = [:]

  /// A submission without answers.
  public init() {}

  /// Adds a task: for every query, in order, its attempts. A single attempt is given twice.
  public mutating func add(task: String, attempts: [[Grid]]) {
    precondition(
      attempts.allSatisfy { (1...2).contains($0.count) },
      "\(task) has queries with \(attempts.map(\.count)) attempts; give one or two each")
    answers[task] = attempts
  }

  /// The JSON text.
  public var json: String {
    func text(_ grid: Grid) -> String {
      "[\(grid.rows.map { "[\($0.map(String.init).joined(separator: ", "))]" }.joined(separator: ", "))]"
    }
    let tasks = answers.sorted { $0.key < $1.key }.map { task, queries in
      let lines = queries.map { attempts in
        "    {\"attempt_1\": \(text(attempts[0])), \"attempt_2\": \(text(attempts[attempts.count - 1]))}"
      }
      return "  \(quoted(task)): [\n\(lines.joined(separator: ",\n"))\n  ]"
    }
    return "{\n\(tasks.joined(separator: ",\n"))\n}\n"
  }

  /// Writes the text to a file, whole or not at all.
  public func write(to file: String) throws(TaskFileError) {
    let folder = (file as NSString).deletingLastPathComponent
    let name = (file as NSString).lastPathComponent
    let temporary = (folder as NSString).appendingPathComponent(".\(name).\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try Data().write(to: URL(fileURLWithPath: temporary))
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
      try handle.write(contentsOf: Data(json.utf8))
      try handle.synchronize()
      try handle.close()
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw Self.unwritable(file, error.localizedDescription)
    }
    guard rename(temporary, file) == 0 else {
      let reason = String(cString: strerror(errno))
      try? FileManager.default.removeItem(atPath: temporary)
      throw Self.unwritable(file, reason)
    }
  }

  private static func unwritable(_ file: String, _ reason: String) -> TaskFileError {
    TaskFileError(
      file: file, place: "whole file", problem: "it cannot be written: \(reason)", remedy: "choose a writable folder")
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\u{0}"..<"\u{20}": "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
