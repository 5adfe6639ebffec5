extension DataTable {
  /// Returns the meaning of a request for numbers: a column, or arithmetic over columns.
  func expression(_ request: String) throws(TableError) -> ColumnExpression {
    guard !names.contains(request), ColumnExpressionParser.isExpression(request) else {
      return .column(try index(of: request))
    }
    let fail = { (problem: String) in
      TableError(
        file: file, column: request, problem: problem,
        remedy:
          "write numbers, columns, + - * / ^, log, ln, log2, log10, exp, sqrt, abs and parentheses, other names in "
          + "backticks; \(known(limit: 20))")
    }
    var parser = ColumnExpressionParser(
      request, names: names, resolve: { (name) throws(TableError) in try index(of: name) }, fail: fail)
    let expression = try parser.parse()
    guard !expression.columns.isEmpty else { throw fail("it names no column") }
    return expression
  }

  /// Returns the index of the column that has this name or, if none has, this number.
  func index(of request: String) throws(TableError) -> Int {
    let name = request.trimmed
    let places = name.isEmpty ? [] : names.indices.filter { names[$0] == request || names[$0] == name }
    if places.count > 1 {
      let numbers = places.map { "\($0 + 1)" }
      throw TableError(
        file: file, column: "\"\(name)\"", problem: "columns \(numbers.joined(separator: " and ")) have this name",
        remedy: "ask for one by its number, or rename one")
    }
    if let place = places.first { return place }
    if name.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(name), names.indices.contains(number - 1) {
      return number - 1
    }
    let nearest = nearestName(to: name, in: names.filter { !$0.isEmpty })
    throw TableError(
      file: file, column: "\"\(name)\"", problem: "there is no such column",
      remedy: (hasHeader ? nearest.map { "did you mean \"\($0)\"? " } ?? "" : "") + known(limit: 20))
  }

  /// Returns the name of a column in errors.
  func label(_ column: Int) -> String {
    hasHeader && !names[column].isEmpty ? "\"\(names[column])\"" : "\(column + 1)"
  }

  private func known(limit: Int) -> String {
    guard hasHeader else { return "there is no header, and the columns are 1...\(names.count)" }
    let rest = names.count > limit ? " and \(names.count - limit) more" : ""
    return "the columns are \(names.indices.prefix(limit).map(label).joined(separator: ", "))\(rest)"
  }
}

/// Returns the name with the fewest edits to a misspelt one, regardless of case, or `nil` if none has a letter in
/// place.
func nearestName(to name: String, in names: [String]) -> String? {
  // A text cell in place of a header can be long, and the distance takes time proportional to the product of the
  // lengths.
  func letters(_ text: String) -> [Character] { Array(text.lowercased().prefix(64)) }
  let wanted = letters(name)
  return names.map { (distance: editDistance(wanted, letters($0)), name: $0) }
    .min { $0 < $1 }
    .flatMap { $0.distance < max(wanted.count, 1) ? $0.name : nil }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
