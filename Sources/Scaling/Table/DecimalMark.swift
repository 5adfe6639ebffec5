/// The mark before the decimals of a number; the other one of the two may group its thousands.
public enum DecimalMark: String, Sendable, CaseIterable {
  /// A point: `1,234.5`.
  case point
  /// A comma: `1.234,5`.
  case comma

  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
  var other: DecimalMark { self == .point ? .comma : .point }
}

/// The notation of a column's numbers.
enum NumberStyle: Equatable {
  /// A decimal point, if any, and no groups.
  case plain
  /// This mark before the decimals, and thousands grouped by the other.
  case grouped(DecimalMark)
  /// Undecided: `2.000` is 2 or 2000, and nothing in the file tells which.
  case ambiguous
}

/// The evidence of a column's fields about the decimal mark.
struct DecimalEvidence {
  /// The marks without which some field cannot be read.
  private var proven: Set<DecimalMark> = []
  /// Whether a field is a number with either mark, as `2.000`.
  private var hasPointGroup = false
  /// Whether a whole number below 1000 stands beside such fields, as where thousands are grouped.
  private var hasSmall = false

  /// Adds the evidence of a field.
  mutating func see(_ field: ArraySlice<UInt8>) {
    guard let (digits, isBare) = Self.digits(field) else { return }
    let marks = digits.filter { $0 == DecimalMark.point.byte || $0 == DecimalMark.comma.byte }
    guard let last = marks.last.map({ $0 == DecimalMark.point.byte ? DecimalMark.point : .comma }) else {
      hasSmall = hasSmall || digits.count < 4
      return
    }
    if marks.contains(last.other.byte) {
      if Self.isGrouped(digits, by: last.other) { proven.insert(last) }
    } else if marks.count > 1 {
      if Self.isGrouped(digits, by: last) { proven.insert(last.other) }
    } else if !isBare || !Self.isGrouped(digits, by: last) {
      proven.insert(last)
    } else {
      hasPointGroup = hasPointGroup || last == .point
    }
  }

  /// Returns the style of a column with this evidence in a file with all of it.
  func style(in file: [DecimalEvidence], separator: UInt8) -> NumberStyle {
    let all = proven.isEmpty ? file.reduce(into: Set()) { $0.formUnion($1.proven) } : proven
    if all.count == 1, let mark = all.first { return .grouped(mark) }
    let isGuess = separator == TableReader.semicolon || (separator == TableReader.tab && hasSmall)
    return all.isEmpty && hasPointGroup && isGuess ? .ambiguous : .plain
  }

  /// Returns the digits and marks of a number without its sign, and whether no exponent or unit follows, or `nil` if it
  /// is none.
  private static func digits(_ field: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, isBare: Bool)? {
    let unsigned = field.first.map { "+-".utf8.contains($0) } == true ? field.dropFirst() : field
    let digits = unsigned.prefix { (0x30...0x39).contains($0) || ".,".utf8.contains($0) }
    let rest = unsigned.dropFirst(digits.count)
    let isExponent =
      rest.first.map { "eE".utf8.contains($0) } == true
      && Int(String(decoding: rest.dropFirst(), as: UTF8.self)) != nil
    guard rest.isEmpty || isExponent || rest.count == 1 && "kmMbBtT".utf8.contains(rest[rest.startIndex]),
      digits.contains(where: { (0x30...0x39).contains($0) })
    else { return nil }
    return (digits, rest.isEmpty)
  }

  /// Returns whether a mark only stands before groups of three digits, behind one to three that do not begin with 0.
  static func isGrouped(_ digits: ArraySlice<UInt8>, by mark: DecimalMark) -> Bool {
    let whole = digits.prefix { $0 != mark.other.byte }
    guard digits.dropFirst(whole.count + 1).allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    let groups = whole.split(separator: mark.byte, omittingEmptySubsequences: false)
    guard groups.count > 1 else { return true }
    return (1...3).contains(groups[0].count) && groups[0].first != UInt8(ascii: "0")
      && groups.dropFirst().allSatisfy { $0.count == 3 }
  }
}

extension TableNumber {
  /// Reads a field in a style; the ambiguous one is read as the plain one.
  init(_ field: ArraySlice<UInt8>, _ style: NumberStyle) {
    guard case .grouped(let mark) = style,
      field.contains(mark.other.byte) || mark == .comma && field.contains(mark.byte)
    else {
      self.init(field)
      return
    }
    let sign = field.first.map { "+-".utf8.contains($0) } == true ? 1 : 0
    guard
      DecimalEvidence.isGrouped(
        field.dropFirst(sign).prefix { (0x30...0x39).contains($0) || ".,".utf8.contains($0) }, by: mark.other)
    else {
      self = .notANumber
      return
    }
    self.init(
      ArraySlice(field.filter { $0 != mark.other.byte }.map { $0 == mark.byte ? DecimalMark.point.byte : $0 }))
  }
}
