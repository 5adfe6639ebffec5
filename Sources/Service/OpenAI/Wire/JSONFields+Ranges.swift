internal import JSON

extension JSONFields {
  /// Returns a whole number in a range, or `nil` if it is not given.
  /// - Throws: `OpenAIError` or `JSONFault` that names what cannot be.
  func whole(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let number = try integer(key) else { return nil }
    guard range.contains(number) else { throw outside(key, number, range) }
    return number
  }

  /// Returns a number in a range, or `nil` if it is not given.
  /// - Throws: `OpenAIError` or `JSONFault` that names what cannot be.
  func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let number = try number(key) else { return nil }
    guard range.contains(number) else { throw outside(key, number, range) }
    return number
  }

  /// Whether a choice is left to the server.
  func isAuto(_ key: String) -> Bool { self[key]?.string == "auto" }

  private func outside<Number>(_ key: String, _ number: Number, _ range: ClosedRange<Number>) -> OpenAIError {
    let path = path(to: key)
    return .invalid(path, "\(path): \(number) is not from \(range.lowerBound) to \(range.upperBound)")
  }
}
