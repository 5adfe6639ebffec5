internal import Requirements

/// A submission in the format of ARC Prize: for every test input of every task, two attempts or more.
///
/// `{"task": [{"attempt_1": [[0, …], …], "attempt_2": [[0, …], …]}, …]}`, tasks in the order of their names.
public struct ARCSubmission: Sendable {
  private var answers: [String: [[Grid]]] = [:]

  /// Creates a submission without answers.
  public init() {}

  /// Adds a task with its attempts for every query, in order. A single attempt is given twice.
  public mutating func add(task: String, attempts: [[Grid]]) {
    require(
      attempts.allSatisfy { !$0.isEmpty },
      "\(task) has queries with \(attempts.map(\.count)) attempts; give one or more each")
    require(answers[task] == nil, "\(task) is answered already; give each task a name of its own")
    answers[task] = attempts
  }

  /// The submission as JSON text.
  public var json: String {
    func text(_ grid: Grid) -> String {
      "[\(grid.rows.map { "[\($0.map(String.init).joined(separator: ", "))]" }.joined(separator: ", "))]"
    }
    let tasks = answers.sorted { $0.key < $1.key }.map { task, queries in
      let lines = queries.map { attempts in
        let all = attempts.count == 1 ? attempts + attempts : attempts
        let members = all.enumerated().map { "\"attempt_\($0.offset + 1)\": \(text($0.element))" }
        return "    {\(members.joined(separator: ", "))}"
      }
      return "  \(quoted(task)): [\n\(lines.joined(separator: ",\n"))\n  ]"
    }
    return "{\n\(tasks.joined(separator: ",\n"))\n}\n"
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
