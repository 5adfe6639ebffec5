internal import Foundation
internal import Runs
internal import Scaling
internal import Tasks

extension StudyTable {
  private static let texts = ["study", "sweep", "run", "group"]

  /// The table as comma-separated values, a line for each row under a line of names; an unknown number is left empty.
  ///
  /// Every number reads back exactly.
  public var csv: String {
    let columns = columns
    let lines = rows.map { row in
      ([study, row.sweep, row.run, row.group.rawValue].map(Self.quoted)
        + columns.map { name in row[name].map(Self.exactText) ?? "" }).joined(separator: ",")
    }
    return ([(Self.texts + columns.map(Self.quoted)).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  /// The table as JSON with sorted keys.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Reads what `csv` wrote; errors call it `name`.
  /// - Throws: `TableError` or `StudyTableError`, which name the line.
  public init(csv: String, named name: String) throws {
    let table = try DataTable(csv: csv, named: name)
    guard Array(table.names.prefix(4)) == Self.texts else {
      throw StudyTableError(file: name, line: 1, problem: "it does not begin with \(Self.texts.joined(separator: ","))")
    }
    let selection = try table.select([], text: table.names)
    let rows = try selection.lines.enumerated().map { index, line in
      let fields = selection.texts.map { $0[index] }
      guard let group = EvaluationGroup(rawValue: fields[3]) else {
        let known = EvaluationGroup.allCases.map(\.rawValue).joined(separator: ", ")
        throw StudyTableError(file: name, line: line, problem: "the group \"\(fields[3])\" is none of \(known)")
      }
      var numbers: [String: Double] = [:]
      for (column, text) in zip(table.names, fields).dropFirst(4) where !text.isEmpty {
        guard let number = Double(text) else {
          throw StudyTableError(file: name, line: line, problem: "\"\(text)\" in column \(column) is no number")
        }
        numbers[column] = number
      }
      if numbers["accuracy"] != nil { numbers["error"] = nil }
      return Row(sweep: fields[1], run: fields[2], group: group, numbers: numbers)
    }
    self.init(study: selection.texts[0].first ?? "", rows: rows)
  }

  private static func exactText(_ number: Double) -> String {
    Double(text(of: number)) == number ? text(of: number) : "\(number)"
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\"\(text.replacingOccurrences(of: "\"", with: "\"\"").filter { !$0.isNewline })\""
  }
}

/// A table of a study that cannot be read.
public struct StudyTableError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The problem.
  public let problem: String

  /// The error in a sentence.
  public var description: String { "\(file):\(line): \(problem); give a study.csv that `autodidact scale study` wrote" }
}
