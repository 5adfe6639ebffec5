public import Runs
internal import Tasks

/// The columns of a study for a fit: equally long lists of numbers by name, and the run of each element.
public struct StudyColumns: Hashable, Sendable {
  /// The run that measured each element.
  public let runs: [Run.ID]
  /// The numbers by column.
  public let values: [String: [Double]]
}

extension StudyTable {
  /// Returns the rows of an analysis as columns.
  ///
  /// Rows in which one of the columns is unknown are left out.
  /// - Parameters:
  ///   - names: columns, "error" among them.
  ///   - sweep: the sweep, or `nil` for all.
  ///   - group: the families, or `nil` for all groups.
  ///   - fixed: numbers that columns must have: `["steps": 5]`.
  /// - Throws: `ConfigurationError` for a name that is no column, or if no row is left.
  public func columns(
    _ names: [String], sweep: String? = nil, group: EvaluationGroup? = nil, at fixed: [String: Double] = [:]
  ) throws(ConfigurationError) -> StudyColumns {
    for name in names + fixed.keys.sorted() where !columns.contains(name) {
      let near = nearest(to: name, in: columns).joined(separator: ", ")
      throw ConfigurationError(key: "study \(study)", problem: "it has no column \"\(name)\"; nearest: \(near)")
    }
    if let sweep, !sweeps.contains(sweep) {
      throw ConfigurationError(
        key: "study \(study)", problem: "it has no sweep \"\(sweep)\"; it has \(sweeps.joined(separator: ", "))")
    }
    let chosen = rows.filter { row in
      (sweep == nil || row.sweep == sweep) && (group == nil || row.group == group)
        && fixed.allSatisfy { row[$0.key] == $0.value } && names.allSatisfy { row[$0] != nil }
    }
    guard !chosen.isEmpty else {
      throw ConfigurationError(
        key: "study \(study)",
        problem: "no row has all of \(names.joined(separator: ", "))"
          + (fixed.isEmpty ? "" : " at \(fixed.map { "\($0.key) \(Self.text(of: $0.value))" }.sorted())")
          + "; look at study.csv for what there is")
    }
    let values = names.map { name in (name, chosen.map { $0[name]! }) }
    return StudyColumns(runs: chosen.map(\.run), values: Dictionary(values) { first, _ in first })
  }

  /// Returns the x and y columns of an analysis, of its rows.
  public func columns(_ analysis: StudyAnalysis, of sweep: String) throws(ConfigurationError) -> StudyColumns {
    try columns(analysis.x + analysis.y, sweep: sweep, group: analysis.group, at: analysis.at)
  }
}
