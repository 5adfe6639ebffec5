internal import Foundation
internal import MetaLearning
internal import Networks
internal import Runs

extension StudyConfiguration {
  /// Returns all cells: for each sweep each given model, or each combination of values on the axes from each seed.
  /// - Throws: `ConfigurationError` for what cannot be run, before anything is run.
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
    var points: [(axes: [String: Double], training: Experiment)] = [([:], common)]
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
    _ training: Experiment, at axes: [String: Double], _ key: String
  ) throws(ConfigurationError) {
    do { try training.check() } catch {
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
  /// Returns the training with the settings of a number on this axis.
  func applied(
    _ index: Int, to training: Experiment, key: String
  ) throws(ConfigurationError) -> Experiment {
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
}
