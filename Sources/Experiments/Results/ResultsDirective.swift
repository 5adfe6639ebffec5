/// A marker in a page, `<!-- table: data.csv; rows: learner; … -->`, which tells what is rendered below it.
struct ResultsDirective {
  /// The kind of what is rendered: a table or a plot.
  enum Kind: String {
    case table, plot
  }

  /// The text that ends the rendered part.
  static let end = "<!-- end -->"

  let kind: Kind
  /// The file of the data, relative to the page.
  let data: String
  private let values: [(key: String, value: String)]

  /// Reads a line, or returns `nil` if it is no marker.
  init?(_ line: String) {
    guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
    let fields = line.dropFirst(5).dropLast(4).split(separator: ";").map { field in
      let parts = field.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
      return (key: parts[0], value: parts.count > 1 ? parts[1] : "")
    }
    guard let first = fields.first, let kind = Kind(rawValue: first.key) else { return nil }
    (self.kind, data, values) = (kind, first.value, Array(fields.dropFirst()))
  }

  /// The value of a key, or `nil` if the marker does not have it.
  subscript(_ key: String) -> String? { values.first { $0.key == key }?.value }

  /// Returns the names that a key lists with commas.
  func list(_ key: String) -> [String] { (self[key] ?? "").split(separator: ",").map { String($0).trimmed } }

  /// Returns all values of a key, in order.
  func all(_ key: String) -> [String] { values.filter { $0.key == key }.map(\.value) }
}

/// A template with names of columns in braces; a part in brackets that begins with a space is left out if one of its
/// columns is empty: `{mean}[ ± {halfWidth}]`.
struct ResultsTemplate {
  private let text: String

  init(_ text: String) { self.text = text }

  /// Returns the text of a row, or an empty one if a column outside brackets is empty.
  func text(_ value: (String) throws -> String) rethrows -> String {
    var result = ""
    var isMissing = false
    for (part, isOptional) in parts {
      guard let filled = try Self.fill(part, value) else {
        if !isOptional { isMissing = true }
        continue
      }
      result += filled
    }
    return isMissing ? "" : result
  }

  private var parts: [(String, Bool)] {
    text.split(separator: "[ ", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      guard index > 0, let end = part.firstIndex(of: "]") else { return [(String(part), false)] }
      return [(" " + part[..<end], true), (String(part[part.index(after: end)...]), false)]
    }
  }

  private static func fill(_ part: String, _ value: (String) throws -> String) rethrows -> String? {
    var pieces = part.split(separator: "{", omittingEmptySubsequences: false)
    var result = String(pieces.removeFirst())
    for piece in pieces {
      guard let end = piece.firstIndex(of: "}") else { return result + "{" + piece }
      let text = try value(String(piece[..<end]))
      guard !text.isEmpty else { return nil }
      result += text + piece[piece.index(after: end)...]
    }
    return result
  }
}

extension String {
  /// The text without spaces at its ends.
  var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
