internal import Tasks

extension StudyAxis {
  /// Throws if an axis is impossible.
  func check(_ key: String) throws(ConfigurationError) {
    let problem: String
    let taken = StudyTable.numbers.filter { $0 != "tasks" }
    if name.isEmpty || values.isEmpty {
      problem = "an axis needs a name and values"
    } else if name.contains(where: { !$0.isLetter && !$0.isNumber }) || taken.contains(name) {
      problem = "\"\(name)\" cannot be its name; use letters and digits, and none of \(taken.joined(separator: ", "))"
    } else if Set(values).count < values.count || !values.allSatisfy(\.isFinite) {
      problem = "\(values) must be different numbers"
    } else if times.isEmpty, settings.isEmpty {
      problem = "\(name) sets nothing; say what it stands for, as times: {network.width: 1}"
    } else if let odd = settings.first(where: { $0.value.count != values.count }) {
      problem = "\(odd.key) lists \(odd.value.count) settings for \(values.count) values; give one for each"
    } else {
      return
    }
    throw ConfigurationError(key: key, problem: problem)
  }
}

extension StudySweep {
  /// Throws if an analysis names columns that this sweep will not have.
  func checkAnalyses(_ key: String) throws(ConfigurationError) {
    let known = axes.map(\.name).filter { !$0.isEmpty } + StudyTable.numbers
    for (index, analysis) in analyses.enumerated() where !analysis.x.isEmpty {
      let named = analysis.x + analysis.y + analysis.at.keys
      if let unknown = named.first(where: { !known.contains($0) }) {
        throw ConfigurationError(
          key: "\(key).analyses.\(index)",
          problem: "there is no column \"\(unknown)\"; nearest: "
            + nearest(to: unknown, in: known).joined(separator: ", "))
      }
      guard analysis.factor >= 4, analysis.holdOut.isEmpty || analysis.x.contains(analysis.holdOut) else {
        throw ConfigurationError(
          key: "\(key).analyses.\(index)", problem: "factor is at least 4, and holdOut one of x (\(analysis.x))")
      }
    }
  }
}
