/// A list of columns as people write them: `N,D`, `N=params,D=tokens/1e9`, a name with spaces.
public struct ColumnList: Equatable, Sendable {
  /// A column of the list.
  public struct Item: Equatable, Sendable {
    /// The letter that it is assigned to, or `nil` if it has none.
    public let letter: String?
    /// A column, its number, or arithmetic over columns.
    public let text: String

    /// The name in tables.
    public var name: String { letter ?? text }
  }

  /// The columns, in order.
  public let items: [Item]

  /// Reads a list; text that is itself the name of a column is never taken apart.
  public init(_ text: String, isColumn: (String) -> Bool = { _ in false }) throws(ScalingRequestError) {
    let parts = isColumn(text) ? [text] : Self.split(text)
    var items: [Item] = []
    for part in parts {
      let item = isColumn(part) ? Item(letter: nil, text: part) : Self.item(part, isColumn)
      guard !item.text.isEmpty, item.letter != "" else {
        throw ScalingRequestError(
          "\"\(text)\": a column is missing between the commas; write as in N,D or N=params,D=tokens")
      }
      items.append(item)
    }
    self.items = items
    let names = items.map(\.name)
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw ScalingRequestError("\"\(text)\": \(names[twice]) comes twice; name each column once")
    }
  }

  /// Returns the parts of a text between the commas that are outside parentheses and backticks.
  public static func split(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var isQuoted = false
    for character in text {
      if character == "`" { isQuoted.toggle() }
      if !isQuoted { depth += character == "(" ? 1 : (character == ")" ? -1 : 0) }
      if character == ",", depth <= 0, !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map(trimmed)
  }

  private static func item(_ part: String, _ isColumn: (String) -> Bool) -> Item {
    guard let sign = part.firstIndex(of: "="), !part[..<sign].contains("`") else {
      return Item(letter: nil, text: unquoted(part, isColumn))
    }
    let text = trimmed(String(part[part.index(after: sign)...]))
    return Item(letter: trimmed(String(part[..<sign])), text: unquoted(text, isColumn))
  }

  /// Returns the text without its backticks if it is a single column.
  private static func unquoted(_ text: String, _ isColumn: (String) -> Bool) -> String {
    guard text.count > 2, text.first == "`", text.last == "`" else { return text }
    let inner = String(text.dropFirst().dropLast())
    return isColumn(inner) ? inner : text
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension ColumnList {
  /// Returns the columns in the order of the law's variables, if they were assigned to its letters.
  public func ordered(for entry: ScalingLawEntry) throws(ScalingRequestError) -> [Item] {
    let letters = entry.make(items.map(\.name)).variables.map(\.name)
    guard items.contains(where: { $0.letter != nil }), items.count > 1, letters.count == items.count else {
      return items
    }
    let byName = Dictionary(items.map { ($0.name, $0) }) { first, _ in first }
    let ordered = letters.compactMap { byName[$0] }
    guard ordered.count == letters.count else {
      let unknown = items.map(\.name).filter { !letters.contains($0) }.joined(separator: ", ")
      throw ScalingRequestError(
        "\(entry.name) has no variable \(unknown); it reads \(letters.joined(separator: ", ")): assign each one, as in "
          + "--x \(letters.map { "\($0)=column" }.joined(separator: ","))")
    }
    return ordered
  }

  /// The first law of exactly these letters, which gives their usual order, or `nil` if there is none.
  public var known: ScalingLawEntry? {
    guard items.contains(where: { $0.letter != nil }) else { return nil }
    let names = Set(items.map(\.name))
    return ScalingLaws.entries(reading: items.count).first { entry in
      entry.variableCount != nil && Set(entry.make([]).variables.map(\.name)) == names
    }
  }

  /// Returns a point from numbers in the order of the variables, or assigned to them: `7e9,1e12`, `N=7B,D=1T`.
  public func place(of variables: [String]) throws -> [Double] {
    guard items.count == variables.count else {
      throw ScalingRequestError(
        "--at has \(items.count) number\(items.count == 1 ? "" : "s") for \(variables.joined(separator: ", ")); write "
          + "--at \(variables.map { "\($0)=…" }.joined(separator: ","))")
    }
    let isAssigned = items.contains { $0.letter != nil }
    return try variables.enumerated().map { index, name in
      guard let item = isAssigned ? items.first(where: { $0.letter == name }) : items[index] else {
        throw ScalingRequestError(
          "--at does not say \(name); write --at \(variables.map { "\($0)=…" }.joined(separator: ","))")
      }
      return try Formula(item.text, of: [], named: "--at")([])
    }
  }
}
