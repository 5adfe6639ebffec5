/// A comparison of runs: the differences of their configurations, and the last value of each metric.
public struct RunComparison: Encodable, Sendable {
  /// A setting that is not the same in all runs.
  public struct Setting: Hashable, Codable, Sendable {
    /// The dotted path: "inner.steps".
    public let key: String
    /// The value in each run, or `nil` where a run does not have the setting.
    public let values: [String?]
  }

  /// A metric that at least one run has.
  public struct Measure: Hashable, Codable, Sendable {
    /// The name of the metric.
    public let name: String
    /// The value at the last step in each run, or `nil` where a run does not have the metric.
    public let values: [Metric?]
  }

  /// The runs, in the order of the request.
  public let runs: [Run]
  /// The settings that differ, in the order of their paths.
  public let settings: [Setting]
  /// The metrics, in the order of names.
  public let metrics: [Measure]
}

extension RunStore {
  /// Returns a comparison of runs by configuration, seed, version and last metrics.
  public func compare(_ ids: [Run.ID]) throws(RunStoreError) -> RunComparison {
    let (runs, metrics) = try read { db in
      try (ids.map { try existing($0, in: db) }, ids.map { try lastMetrics(of: $0, in: db) })
    }
    let settings = runs.map(\.settings)
    let keys = Set(settings.flatMap(\.keys)).sorted()
    let names = Set(metrics.joined().map(\.name)).sorted()
    return RunComparison(
      runs: runs,
      settings: keys.map { key in .init(key: key, values: settings.map { $0[key] }) }
        .filter { Set($0.values).count > 1 },
      metrics: names.map { name in .init(name: name, values: metrics.map { $0.first { $0.name == name } }) })
  }
}

extension Run {
  /// The settings that decide the result, by dotted path; the configuration's members first of all.
  fileprivate var settings: [String: String] {
    let outside = ["(kind)": kind, "(seed)": "\(seed)", "(version)": version, "(revision)": revision ?? "none"]
    // A text that is no JSON has no settings that could be compared one by one.
    guard let configuration = try? JSONValue(text: configuration) else { return outside }
    return configuration.leaves().merging(outside) { inside, _ in inside }
  }
}
