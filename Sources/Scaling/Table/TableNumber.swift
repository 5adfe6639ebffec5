/// A field read as a number.
///
/// Decimal numbers as in `12`, `-0.5`, `.5` or `1.4e9`; and, with a unit directly behind its last digit, as in `125m`,
/// `1.4B` or `85B`: `k` 10³, `m` or `M` 10⁶, `b` or `B` 10⁹, `t` or `T` 10¹², but not behind an exponent. Missing are the
/// empty field, the words and dashes that stand for one (`NA`, `NaN`, `null`, `None`, `-`), in any case, and the errors of
/// a spreadsheet, as `#N/A` and `#DIV/0!`.
enum TableNumber: Equatable {
  case number(Double)
  case missing
  case infinite
  case notANumber

  init(_ field: ArraySlice<UInt8>) {
    guard let last = field.last else {
      self = .missing
      return
    }
    let isDecimal = field.allSatisfy { (0x30...0x39).contains($0) || Self.punctuation.contains($0) }
    if isDecimal, let value = Double(String(decoding: field, as: UTF8.self)) {
      self = value.isFinite ? .number(value) : .infinite
    } else if let value = Self.withUnit(field.dropLast(), last) {
      self = value.isFinite ? .number(value) : .infinite
    } else {
      let word = field.count <= 12 ? String(decoding: field, as: UTF8.self).lowercased() : ""
      let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word
      if Self.missingWords.contains(word) || Self.missingWords.contains(unsigned) || Self.isSpreadsheetError(word) {
        self = .missing
      } else {
        self = ["inf", "infinity", "∞"].contains(unsigned) ? .infinite : .notANumber
      }
    }
  }

  /// Returns the number in front of a unit, read as one decimal number, because 1.1 · 10⁹ in binary is not the nearest
  /// to 1.1e9.
  private static func withUnit(_ digits: ArraySlice<UInt8>, _ unit: UInt8) -> Double? {
    guard let exponent = units[unit], let last = digits.last, (0x30...0x39).contains(last) else { return nil }
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }) else { return nil }
    return Double(String(decoding: digits, as: UTF8.self) + "e\(exponent)")
  }

  private static let missingWords: Set = [
    "na", "n/a", "n.a.", "<na>", "nan", "null", "nil", "none", "missing", "undefined", "-", "--", "–", "—", "?",
  ]

  /// Returns whether a word is a spreadsheet's error: `#N/A`, `#VALUE!`, `#NAME?`, and in other languages `#NV`,
  /// `#WERT!`.
  private static func isSpreadsheetError(_ word: String) -> Bool {
    guard word.first == "#", let last = word.last else { return false }
    return "!?".contains(last) || ["#n/a", "#na", "#nv", "#n/d"].contains(word)
  }

  private static let punctuation = Set("+-.eE".utf8)
  private static let units: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: zip("kmMbBtT".utf8, [3, 6, 6, 9, 9, 12, 12]))
}
