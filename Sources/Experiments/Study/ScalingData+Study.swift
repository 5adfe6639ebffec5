public import Runs
public import Scaling

extension ScalingData {
  /// Reads the measurements of a study: its sweep, group and run are columns too.
  public init(study name: String, in store: RunStore) throws {
    let rows = try StudyTable(store, study: name)
    let source = "study \(name)"
    // Rows of one training share its seed; if there is only one, each row has to count as a run.
    self.init(
      try DataTable(csv: rows.csv, named: source), source: source,
      runColumn: Set(rows.rows.map(\.run)).count > 1 ? "run" : nil)
  }
}
