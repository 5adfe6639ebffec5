import Testing

@testable import Scaling

@Suite struct TableNumberTests {
  func read(_ text: String) -> TableNumber { TableNumber(ArraySlice(text.utf8)) }

  @Test(arguments: [
    ("0", 0), ("12", 12), ("-0.5", -0.5), ("+3", 3), (".5", 0.5), ("5.", 5), ("1.4e9", 1.4e9), ("1E-3", 1e-3),
    ("2k", 2e3), ("125m", 125e6), ("70M", 70e6), ("1.4B", 1.4e9), ("1.1b", 1.1e9), ("85B", 85e9), ("1.5T", 1.5e12),
    ("3t", 3e12),
  ])
  func decimalsAndUnitsAreNumbers(_ text: String, _ value: Double) {
    #expect(read(text) == .number(value))
  }

  @Test(arguments: [
    "", "NA", "na", "NaN", "nan", "-nan", "null", "NULL", "None", "n/a", "N/A", "-", "—", "#N/A", "#DIV/0!", "#NV",
    "#WERT!",
  ])
  func missingIsMissing(_ text: String) { #expect(read(text) == .missing) }

  @Test(arguments: ["inf", "-inf", "Infinity", "1e999", "-1e999"])
  func infiniteIsNotMissing(_ text: String) { #expect(read(text) == .infinite) }

  @Test(arguments: [
    "abc", "1,5", "1 000", "1_000", "0x10", "1e", ".", "B", ".B", "1 B", "1e3B", "5.B", "1BB", "1.2.3", "--1",
    "12x",
    "NAN!", "#1", "é", "\0", "1\u{0}",
  ])
  func otherTextIsNoNumber(_ text: String) { #expect(read(text) == .notANumber) }
}
