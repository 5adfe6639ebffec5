public import CoreMetrics
internal import Foundation
internal import Synchronization

/// The measurements of a process, as the text that Prometheus reads.
/// - Source: Prometheus, "Exposition formats", text format 0.0.4.
public final class PrometheusMetrics: MetricsFactory {
  /// The upper bounds of the buckets of times, in seconds.
  private static let bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60]

  private struct Key: Hashable {
    let name: String
    let labels: String
  }
  private enum Value {
    case counter(Double)
    case gauge(Double)
    /// Counts up to each bound, their sum, their number.
    case times(buckets: [Int], sum: Double, count: Int)
  }
  private let values = Mutex<[Key: Value]>([:])

  /// Creates an empty set of measurements.
  public init() {}

  /// The measurements in the text format, in the order of their names.
  public var text: String {
    let all = values.withLock { $0 }.sorted { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }
    var lines: [String] = []
    var last = ""
    for (key, value) in all {
      func line(_ suffix: String, _ extra: String, _ value: Double) {
        let labels = [key.labels, extra].filter { !$0.isEmpty }.joined(separator: ",")
        let number = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        lines.append("\(key.name)\(suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(number)")
      }
      let isNew = key.name != last
      last = key.name
      switch value {
      case .counter(let total):
        if isNew { lines.append("# TYPE \(key.name) counter") }
        line("", "", total)
      case .gauge(let level):
        if isNew { lines.append("# TYPE \(key.name) gauge") }
        line("", "", level)
      case .times(let buckets, let sum, let count):
        if isNew { lines.append("# TYPE \(key.name) histogram") }
        for (bound, number) in zip(Self.bounds, buckets) { line("_bucket", "le=\"\(bound)\"", Double(number)) }
        line("_bucket", "le=\"+Inf\"", Double(count))
        line("_sum", "", sum)
        line("_count", "", Double(count))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Adds to a counter.
  public func add(_ amount: Double, to name: String, _ labels: [(String, String)] = []) {
    change(name, labels) { old in
      if case .counter(let total)? = old { .counter(total + amount) } else { .counter(amount) }
    }
  }

  /// Sets a level.
  public func set(_ level: Double, of name: String, _ labels: [(String, String)] = []) {
    change(name, labels) { _ in .gauge(level) }
  }

  /// Counts a time.
  public func observe(_ seconds: Double, of name: String, _ labels: [(String, String)] = []) {
    change(name, labels) { old in
      var (buckets, sum, count) = (Array(repeating: 0, count: Self.bounds.count), 0.0, 0)
      if case .times(let own, let ownSum, let ownCount)? = old { (buckets, sum, count) = (own, ownSum, ownCount) }
      for (index, bound) in Self.bounds.enumerated() where seconds <= bound { buckets[index] += 1 }
      return .times(buckets: buckets, sum: sum + seconds, count: count + 1)
    }
  }

  private func change(_ name: String, _ labels: [(String, String)], _ body: (Value?) -> Value) {
    let key = Key(name: Self.name(name), labels: Self.text(of: labels))
    values.withLock { $0[key] = body($0[key]) }
  }

  private static func name(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.properties.isAlphabetic && $0.isASCII || ("0"..."9").contains($0) ? Character($0) : "_" })
  }

  private static func text(of labels: [(String, String)]) -> String {
    labels.map { name, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(Self.name(name))=\"\(escaped)\""
    }.joined(separator: ",")
  }
}

extension PrometheusMetrics {
  private final class Handler: CounterHandler, FloatingPointCounterHandler, RecorderHandler, TimerHandler {
    let metrics: PrometheusMetrics
    let label: String
    let dimensions: [(String, String)]

    init(_ metrics: PrometheusMetrics, _ label: String, _ dimensions: [(String, String)]) {
      (self.metrics, self.label, self.dimensions) = (metrics, label, dimensions)
    }

    func increment(by amount: Int64) { metrics.add(Double(amount), to: label, dimensions) }
    func increment(by amount: Double) { metrics.add(amount, to: label, dimensions) }
    func reset() {}
    func record(_ value: Int64) { metrics.set(Double(value), of: label, dimensions) }
    func record(_ value: Double) { metrics.set(value, of: label, dimensions) }
    func recordNanoseconds(_ duration: Int64) {
      metrics.observe(Double(duration) / 1e9, of: label + "_seconds", dimensions)
    }
  }

  /// Returns what counts under a label.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Handler(self, label, dimensions)
  }
  /// Returns what counts under a label.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler { Handler(self, label, dimensions) }
  /// Returns what records under a label.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { Handler(self, label, dimensions) }
  /// Returns what times under a label.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Handler(self, label, dimensions)
  }
  /// Does nothing: all of a process is kept until its end.
  public func destroyCounter(_ handler: any CounterHandler) {}
  /// Does nothing: all of a process is kept until its end.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  /// Does nothing: all of a process is kept until its end.
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  /// Does nothing: all of a process is kept until its end.
  public func destroyTimer(_ handler: any TimerHandler) {}
}
