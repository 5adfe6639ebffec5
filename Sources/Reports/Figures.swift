internal import Foundation

/// Returns a number as text: four significant figures, 1.234e9 if it is large or small.
public func figures(_ value: Double, _ count: Int = 4) -> String {
  guard value.isFinite else { return value.isNaN ? "–" : (value > 0 ? "∞" : "−∞") }
  let text = String(format: "%.\(count)g", value)
  let parts = text.split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
  return exponent > 0 && exponent < 6 ? String(format: "%.0f", value) : "\(parts[0])e\(exponent)"
}

/// Returns an interval as text, "1.2 – 3.4"; a dash if there is none.
public func figures(_ interval: ClosedRange<Double>?, _ count: Int = 4) -> String {
  interval.map { "\(figures($0.lowerBound, count)) – \(figures($0.upperBound, count))" } ?? "–"
}

/// Returns a fraction in per cent: "3.2 %".
public func perCent(_ fraction: Double) -> String {
  guard fraction.isFinite else { return fraction.isNaN ? "–" : "∞" }
  guard fraction != 0 else { return "0 %" }
  let size = abs(100 * fraction)
  if size >= 1e4 { return figures(100 * fraction, 3) + " %" }
  return String(format: size < 0.995 ? "%.2f %%" : (size < 99.5 ? "%.1f %%" : "%.0f %%"), 100 * fraction)
}

/// Returns a count with its noun: "1 row", "2 rows".
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Returns the names of lines: "line 7", "lines 7 and 9", "lines 7–60 (54 rows)".
public func linesText(_ lines: [Int]) -> String {
  switch lines.count {
  case 0: return "no line"
  case 1: return "line \(lines[0])"
  case 2...5:
    return "lines \(lines.dropLast().map(String.init).joined(separator: ", ")) and \(lines[lines.count - 1])"
  default: return "lines \(lines.min() ?? 0)–\(lines.max() ?? 0) (\(lines.count) rows)"
  }
}
