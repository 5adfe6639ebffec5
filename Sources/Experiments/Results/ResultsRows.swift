internal import Foundation
internal import Reports
internal import Scaling

/// The rows of a data file that a marker selects.
struct ResultsRows {
  private let file: String
  private let columns: [String: [String]]
  private let rows: [Int]

  init(_ directive: ResultsDirective, in folder: URL) throws {
    let table = try DataTable(contentsOf: folder.appendingPathComponent(directive.data))
    let columns = Dictionary(try table.names.map { ($0, try table.text($0)) }) { first, _ in first }
    var rows = Array(0..<table.rowCount)
    for condition in directive.all("where") {
      guard let sign = condition.firstIndex(of: "=") else {
        throw ResultsPageError("where: \(condition) compares nothing; write column=value, or column=one|two")
      }
      let values = condition[condition.index(after: sign)...].split(separator: "|", omittingEmptySubsequences: false)
      let column = try columns.column(String(condition[..<sign]).trimmed, of: directive.data)
      rows = rows.filter { values.contains(Substring(column[$0])) }
    }
    guard !rows.isEmpty else { throw ResultsPageError("no row of \(directive.data) is left; check each where:") }
    (file, self.columns, self.rows) = (directive.data, columns, rows)
  }

  private func text(_ row: Int) -> (String) throws -> String {
    { name in try columns.column(name, of: file)[row] }
  }

  /// Returns the table that a marker describes.
  func table(_ directive: ResultsDirective) throws -> Table {
    let (header, cells) = try directive["rows"] == nil ? shown(directive) : pivoted(directive)
    let labels = directive.list("rows").count
    let highlight = directive["best"].flatMap(Table.Highlight.init)
    // A column is numeric if every cell begins with a number.
    let numeric = header.indices.filter { column in
      let texts = cells.map { $0[column] }.filter { !$0.isEmpty }
      return column > 0 && !texts.isEmpty && texts.allSatisfy { Self.number($0) != nil }
    }
    var table = Table(
      header,
      cells: cells.map { row in
        row.enumerated().map { column, text in
          // The best value is sought among values, not among the names of rows.
          Table.Cell(text: text.isEmpty ? "–" : text, value: column >= labels ? Self.number(text) : nil)
        }
      }, highlight: highlight)
    table.numeric = Set(numeric)
    return table
  }

  /// Returns a row for each row, a column for each `show: heading = template`.
  private func shown(_ directive: ResultsDirective) throws -> ([String], [[String]]) {
    let columns = try directive.all("show").map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard parts.count == 2 else {
        throw ResultsPageError("show: \(text) has no heading; write show: heading = {column}")
      }
      return (heading: parts[0], template: ResultsTemplate(parts[1]))
    }
    guard !columns.isEmpty else { throw ResultsPageError("a table has no columns; write show: or rows: and columns:") }
    return (columns.map(\.heading), try rows.map { row in try columns.map { try $0.template.text(text(row)) } })
  }

  /// Returns a row for each value of `rows`, a column for each value of `columns`.
  private func pivoted(_ directive: ResultsDirective) throws -> ([String], [[String]]) {
    let labels = directive.list("rows")
    guard let pivot = directive["columns"], let cell = directive["cell"] else {
      throw ResultsPageError("rows: needs columns: and cell:, as in columns: steps; cell: {mean} ± {halfWidth}")
    }
    let template = ResultsTemplate(cell)
    var (keys, headings): ([[String]], [String]) = ([], [])
    var cells: [[String]: [String: String]] = [:]
    for row in rows {
      let key = try labels.map { try text(row)($0) }
      let heading = try text(row)(pivot)
      if cells[key] == nil { keys.append(key) }
      if !headings.contains(heading) { headings.append(heading) }
      guard cells[key]?[heading] == nil else {
        throw ResultsPageError("two rows for \(key.joined(separator: ", ")) and \(heading); add a where:")
      }
      cells[key, default: [:]][heading] = try template.text(text(row))
    }
    if headings.allSatisfy({ Double($0) != nil }) { headings.sort { Double($0) ?? 0 < Double($1) ?? 0 } }
    return (labels + headings, keys.map { key in key + headings.map { cells[key]?[$0] ?? "" } })
  }

  /// Returns the number that a cell begins with, or `nil` if it begins with none.
  private static func number(_ text: String) -> Double? {
    let digits = text.replacingOccurrences(of: "−", with: "-").replacingOccurrences(of: ",", with: "")
      .prefix { $0.isNumber || ".-+".contains($0) }
    return Double(digits)
  }

  /// Returns the plot that a marker describes.
  func plot(_ directive: ResultsDirective) throws -> LinePlot {
    guard let x = directive["x"], let y = directive["y"], let series = directive["series"] else {
      throw ResultsPageError("a plot needs x:, y: and series:, each the name of a column")
    }
    var (names, points): ([String], [String: [LinePlot.Point]]) = ([], [:])
    for row in rows {
      let text = text(row), name = try text(series)
      if points[name] == nil { names.append(name) }
      guard let place = Double(try text(x)), let value = Double(try text(y)) else {
        throw ResultsPageError("\(try text(x)), \(try text(y)) are not two numbers")
      }
      let half = try directive["interval"].flatMap { Double(try text($0)) }
      points[name, default: []].append(
        LinePlot.Point(x: place, y: value, interval: half.map { (value - $0)...(value + $0) }))
    }
    let scale: (String?) -> PlotAxis.Scale = { $0.flatMap(PlotAxis.Scale.init) ?? .linear }
    return LinePlot(
      title: directive["title"] ?? "\(y) against \(x)",
      x: PlotAxis(directive["xLabel"] ?? x, scale: scale(directive["xScale"])),
      y: PlotAxis(directive["yLabel"] ?? y, scale: scale(directive["yScale"])),
      series: names.map { LinePlot.Series($0, points: points[$0]?.sorted { $0.x < $1.x } ?? []) })
  }
}

extension [String: [String]] {
  fileprivate func column(_ name: String, of file: String) throws -> [String] {
    guard let column = self[name] else {
      throw ResultsPageError("\(file) has no column \(name); it has \(keys.sorted().joined(separator: ", "))")
    }
    return column
  }
}
