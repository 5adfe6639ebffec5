internal import Foundation
internal import MetaLearning
internal import Networks
internal import Runs
internal import Tasks

extension StudyConfiguration {
  /// All cells: for each sweep each given model, or each combination of values on the axes from each seed.
  /// - Throws: `ConfigurationError` for what cannot be run, before anything is.
  public func cells() throws -> [StudyCell] {
    guard !name.isEmpty else { throw ConfigurationError(key: "name", problem: "it is empty; call the study something") }
    guard Set(sweeps.map(\.name)).count == sweeps.count else {
      throw ConfigurationError(key: "sweeps", problem: "two have the same name; give each sweep a name of its own")
    }
    return try sweeps.enumerated().flatMap { index, sweep in
      let key = "sweeps.\(index)"
      if let problem = sweep.evaluation.problem {
        throw ConfigurationError(key: "\(key).evaluation", problem: "\(problem)")
      }
      try sweep.checkAnalyses(key)
      return try sweep.checkpoints.isEmpty ? trainings(of: sweep, key) : models(of: sweep, key)
    }
  }

  private func models(of sweep: StudySweep, _ key: String) throws -> [StudyCell] {
    guard sweep.axes.allSatisfy(\.values.isEmpty), sweep.settings.isEmpty else {
      throw ConfigurationError(
        key: key, problem: "given checkpoints are not trained, so axes and settings do nothing; leave one of them out")
    }
    return try sweep.checkpoints.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ConfigurationError(
          key: "\(key).checkpoints", problem: "there is no \(path); paths are seen from the study's file")
      }
      return try StudyCell(
        study: name, sweep: sweep.name, axes: [:], model: .checkpoint(path: path, checksum: Checksum.text(of: data)),
        evaluation: sweep.evaluation)
    }
  }

  private func trainings(of sweep: StudySweep, _ key: String) throws -> [StudyCell] {
    let axes = sweep.axes.filter { !$0.values.isEmpty || !$0.name.isEmpty }
    for (index, axis) in axes.enumerated() { try axis.check("\(key).axes.\(index)") }
    guard Set(axes.map(\.name)).count == axes.count else {
      throw ConfigurationError(key: "\(key).axes", problem: "two have the same name; give each axis a name of its own")
    }
    let common = try sweep.settings.reduce(training) { try Overlay.apply(setting: $1, to: $0) }
    var points: [(axes: [String: Double], training: TrainingConfiguration)] = [([:], common)]
    for axis in axes {
      points = try points.flatMap { point in
        try axis.values.indices.map { index in
          let here = point.axes.merging([axis.name: axis.values[index]]) { $1 }
          return (here, try axis.applied(index, to: point.training, key: "\(key).axes.\(axis.name)"))
        }
      }
    }
    return try points.flatMap { point in
      try sweep.seeds.map { seed in
        var training = point.training
        training.seed = seed
        try check(training, at: point.axes, key)
        return try StudyCell(
          study: name, sweep: sweep.name, axes: point.axes, model: .training(training), evaluation: sweep.evaluation)
      }
    }
  }

  private func check(
    _ training: TrainingConfiguration, at axes: [String: Double], _ key: String
  ) throws(ConfigurationError) {
    do { _ = try training.checked() } catch {
      throw ConfigurationError(key: "\(key) at \(axes.description)", problem: "\(error)")
    }
    guard let tasks = axes["tasks"], Int(tasks) != training.tasksSeen else { return }
    throw ConfigurationError(
      key: "\(key).axes.tasks",
      problem: "\(StudyTable.text(of: tasks)) stands on the axis, but \(training.tasksSeen) tasks are seen: set the "
        + "steps of stages so that steps times metaBatch (\(training.metaBatch)) is the number of tasks")
  }
}

extension StudyAxis {
  /// The training that the value of a number on this axis stands for.
  func applied(
    _ index: Int, to training: TrainingConfiguration, key: String
  ) throws(ConfigurationError) -> TrainingConfiguration {
    let scaled = times.map { (key: $0.key, value: StudyTable.text(of: values[index] * $0.value)) }
    let listed = settings.map { (key: $0.key, value: $0.value[index]) }
    var training = training
    for setting in (scaled + listed).sorted(by: { $0.key < $1.key }) {
      do { training = try Overlay.apply(setting: "\(setting.key)=\(setting.value)", to: training) } catch {
        throw ConfigurationError(key: key, problem: "\(error)")
      }
    }
    return training
  }

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
  /// Refuses an analysis of columns that this sweep will not have.
  func checkAnalyses(_ key: String) throws(ConfigurationError) {
    let known = axes.map(\.name).filter { !$0.isEmpty } + StudyTable.numbers
    for (index, analysis) in analyses.enumerated() where !analysis.x.isEmpty {
      let named = analysis.x + analysis.y + analysis.at.keys + analysis.goal.keys
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
