/// What a field says as a number.
///
/// Decimal numbers as in `12`, `-0.5`, `.5` or `1.4e9`; and, with a unit directly behind its last digit, as in `125m`,
/// `1.4B` or `85B`: `k` 10³, `m` or `M` 10⁶, `b` or `B` 10⁹, `t` or `T` 10¹², but not behind an exponent. Missing are the
/// empty field and `NA`, `NaN` and `null` in any case.
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
      let word = field.count <= 9 ? String(decoding: field, as: UTF8.self).lowercased() : ""
      switch word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word {
      case "na", "nan", "null": self = .missing
      case "inf", "infinity": self = .infinite
      default: self = .notANumber
      }
    }
  }

  /// The number in front of a unit. Read as one decimal number, because 1.1 · 10⁹ in binary is not the nearest to 1.1e9.
  private static func withUnit(_ digits: ArraySlice<UInt8>, _ unit: UInt8) -> Double? {
    guard let exponent = units[unit], let last = digits.last, (0x30...0x39).contains(last) else { return nil }
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }) else { return nil }
    return Double(String(decoding: digits, as: UTF8.self) + "e\(exponent)")
  }

  private static let punctuation = Set("+-.eE".utf8)
  private static let units: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: zip("kmMbBtT".utf8, [3, 6, 6, 9, 9, 12, 12]))
}
