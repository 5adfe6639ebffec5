internal import Foundation

/// An axis of a plot: its label, its scale, and the range it shows.
public struct PlotAxis: Hashable, Sendable, Encodable {
  /// The mapping from values to lengths.
  public enum Scale: String, Hashable, Sendable, Encodable {
    /// Equal differences are equal lengths.
    case linear
    /// Equal ratios are equal lengths; only positive values show.
    case logarithmic
    /// Length log(1 + x): like logarithmic, but with room for 0, as adaptation steps 0, 1, 2, 5, 10 need.
    case logarithmicFromZero
  }

  /// The quantity along the axis, with its unit.
  public var label: String
  /// The mapping from values to lengths.
  public var scale: Scale
  /// The range of the axis, or `nil` for that of the values.
  public var range: ClosedRange<Double>?

  /// Creates an axis.
  public init(_ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.scale = scale
    self.range = range
  }

  /// Returns whether a value has a position on this axis; beyond these sizes differences would overflow.
  func shows(_ value: Double) -> Bool {
    switch scale {
    case .linear: abs(value) < 1e200
    case .logarithmic: value > 1e-200 && value < 1e200
    case .logarithmicFromZero: value >= 0 && value < 1e200
    }
  }

  /// Returns the axis fitted to these values: its range, and the positions of the labels.
  func fitted(to values: some Sequence<Double>, ticks count: Int) -> FittedAxis {
    var (low, high) = bounds(of: values.filter(shows))
    if range == nil && scale == .linear, let step = Self.niceStep(low: low, high: high, count: count) {
      low = (low / step + 1e-9).rounded(.down) * step
      high = (high / step - 1e-9).rounded(.up) * step
      return FittedAxis(scale: scale, low: low, high: high, ticks: Self.multiples(of: step, low: low, high: high))
    }
    let ticks = Self.ticks(scale: scale, low: low, high: high, count: count)
    return FittedAxis(scale: scale, low: low, high: high, ticks: ticks)
  }

  /// Returns the range of the axis, never empty: one value alone gets an axis of its own size.
  private func bounds(of shown: [Double]) -> (Double, Double) {
    var low = range?.lowerBound ?? shown.min() ?? (scale == .logarithmic ? 1 : 0)
    var high = range?.upperBound ?? shown.max() ?? 1
    if !shows(high) { high = 1 }
    if !shows(low) || low > high { low = scale == .logarithmic ? high / 1000 : min(0, high) }
    guard high - low <= 1e-9 * max(abs(low), abs(high)) else { return (low, high) }
    let reach = low == 0 ? 1 : abs(low) / 2
    return (scale == .logarithmicFromZero && low == 0 ? 0 : low - reach, high + reach)
  }

  private static func ticks(scale: Scale, low: Double, high: Double, count: Int) -> [Double] {
    switch scale {
    case .linear: linearTicks(low: low, high: high, count: count)
    case .logarithmic: logarithmicTicks(low: low, high: high, count: count)
    case .logarithmicFromZero:
      // Below 1 the scale is almost linear.
      high <= 2
        ? linearTicks(low: low, high: high, count: count)
        : (low == 0 ? [0] : []) + logarithmicTicks(low: max(low, 1), high: high, count: count)
    }
  }

  /// Returns the step among 1, 2, 5 × 10ᵏ that gives about `count` ticks.
  ///
  /// - Source: Heckbert 1990, "Nice Numbers for Graph Labels", Graphics Gems.
  private static func niceStep(low: Double, high: Double, count: Int) -> Double? {
    let rough = (high - low) / Double(max(1, count - 1))
    guard rough.isFinite, rough > 0 else { return nil }
    let power = pow(10, log10(rough).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.min { abs(log($0 / rough)) < abs(log($1 / rough)) }
    // Steps too small to change the values would never end.
    return step.flatMap { low + $0 > low && high - $0 < high ? $0 : nil }
  }

  private static func linearTicks(low: Double, high: Double, count: Int) -> [Double] {
    niceStep(low: low, high: high, count: count).map { multiples(of: $0, low: low, high: high) } ?? [low, high]
  }

  private static func multiples(of step: Double, low: Double, high: Double) -> [Double] {
    let first = (low / step - 1e-6).rounded(.up), last = (high / step + 1e-6).rounded(.down)
    guard last - first < 1000 else { return [low, high] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// Returns powers of ten, thinned if there are many and with 2 and 5 between if there are few.
  private static func logarithmicTicks(low: Double, high: Double, count: Int) -> [Double] {
    let first = Int(log10(low).rounded(.down)), last = Int(log10(high).rounded(.up))
    let decades = last - first
    let factors: [Double] = decades * 3 <= count + 3 ? [1, 2, 5] : [1]
    let every = max(1, (decades + count - 1) / max(1, count))
    let ticks = stride(from: first, through: last, by: every).flatMap { power in
      factors.map { factor in factor * pow(10, Double(power)) }
    }
    let inside = ticks.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
    return inside.count >= 3 || (inside.count == 2 && factors.count == 1)
      ? inside : linearTicks(low: low, high: high, count: count).filter { $0 > 0 }
  }
}

/// An axis with its range and the positions of its labels.
struct FittedAxis {
  let scale: PlotAxis.Scale
  let low: Double
  let high: Double
  let ticks: [Double]

  /// Returns the position of a value, 0 at the low end and 1 at the high end; one that the scale cannot show is far
  /// outside.
  func place(_ value: Double) -> Double {
    let (l, h, v) = (length(low), length(high), length(value))
    return h > l ? (v - l) / (h - l) : 0.5
  }

  private func length(_ value: Double) -> Double {
    switch scale {
    case .linear: min(1e200, max(-1e200, value))
    case .logarithmic: log(min(1e200, max(1e-200, value)))
    case .logarithmicFromZero: log1p(min(1e200, max(0, value)))
    }
  }

  /// The labels of the ticks, all with as many decimals as the finest needs.
  var labels: [String] {
    guard scale == .linear else { return ticks.map(Self.label) }
    let largest = ticks.map(abs).max() ?? 0
    if largest >= 1e5 || (largest > 0 && largest < 1e-3) { return ticks.map(Self.label) }
    let decimals = (0...8).first { decimals in
      ticks.allSatisfy { tick in
        let scaled = tick * pow(10, Double(decimals))
        return abs(scaled - scaled.rounded()) < 1e-6 * max(1, abs(scaled))
      }
    }
    return ticks.map { Self.signed(String(format: "%.\(decimals ?? 3)f", abs($0)), isNegative: $0 < 0) }
  }

  /// Returns a short label: 0.05, 2, 500, 20k, 3M, 10⁻⁷.
  static func label(_ value: Double) -> String {
    let size = abs(value)
    let text =
      switch size {
      case 0: "0"
      case 1e4..<1e6: String(format: "%gk", size / 1e3)
      case 1e6..<1e9: String(format: "%gM", size / 1e6)
      case 1e-3..<1e4: String(format: "%g", size)
      default: power(size)
      }
    return signed(text, isNegative: value < 0)
  }

  private static func power(_ value: Double) -> String {
    let parts = String(format: "%.2e", value).split(separator: "e")
    guard parts.count == 2, let factor = Double(parts[0]), let exponent = Int(parts[1]) else { return "\(value)" }
    let digits = "\(exponent)".map { $0 == "-" ? "⁻" : superscripts[$0.wholeNumberValue ?? 0] }
    return (factor == 1 ? "10" : String(format: "%g", factor) + "·10") + String(digits)
  }

  private static let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  private static func signed(_ text: String, isNegative: Bool) -> String {
    isNegative && text.contains { ("1"..."9").contains($0) } ? "−" + text : text
  }
}
