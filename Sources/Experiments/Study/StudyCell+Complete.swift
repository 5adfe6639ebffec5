public import Runs
internal import Foundation

extension StudyCell {
  /// The kind of run that a cell is recorded as.
  public static let kind = "study-cell"

  /// Trains the model if it is not trained yet, measures it and records the numbers, whole or not at all.
  ///
  /// The training is a run of its own, which resumes from its last checkpoint if an earlier process was stopped
  /// or killed. A cell that is done already is left as it is.
  ///
  /// `progress` is called with the share of the cell's cost that is done.
  /// - Returns: The run of the cell.
  @discardableResult
  public func complete(
    in store: RunStore, study: String, version: String, progress: (Double) -> Void = { _ in },
    isStopping: () -> Bool = { false }
  ) throws -> Run.ID {
    try store.interruptAbandoned()
    let run = try begun(in: store, study: study, version: version)
    guard run.status != .finished else { return run.id }
    do {
      let training = trainingCost / max(cost, 1)
      let (file, seconds) = try trained(
        in: store, version: version, progress: { progress($0 * training) }, isStopping: isStopping)
      let result = try Evaluator(file, evaluation).result { done, total in
        progress(training + (1 - training) * Double(done) / Double(total))
      }
      try store.record(facts(of: file, seconds: seconds) + result.evaluation.studyMetrics, for: run.id)
      try store.finish(run.id)
    } catch let error as TrainingStopped {
      try store.interrupt(run.id, because: "\(error)")
      throw error
    } catch {
      // The error that ended the cell is the one to report, whether or not the store can still be written.
      try? store.fail(run.id, because: "\(error)")
      throw error
    }
    return run.id
  }

  /// Returns the run of this cell: the one that is done, the one that was started, or a new one.
  private func begun(in store: RunStore, study: String, version: String) throws -> Run {
    if let earlier = try store.studyCells()[key] {
      return earlier.status == .finished ? earlier : try store.resume(earlier.id, after: 0)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(self), as: UTF8.self)
    return try store.start(
      name: study, kind: Self.kind, configuration: json, seed: seed, version: version,
      revision: GitRevision.current(in: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)))
  }

  private var seed: UInt64 {
    if case .training(let training) = model { training.seed } else { evaluation.seed }
  }

  /// Returns the model and the processor seconds of its training, if they are known.
  private func trained(
    in store: RunStore, version: String, progress: (Double) -> Void, isStopping: () -> Bool
  ) throws -> (file: ModelFile, seconds: Double?) {
    switch model {
    case .checkpoint(let path, let checksum):
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      guard Checksum.text(of: data) == checksum else {
        throw ConfigurationError(key: path, problem: "the file has changed since the study began; begin it again")
      }
      return (try ModelFile(decoding: data, named: path), nil)
    case .training(let training):
      let earlier = try store.runs(kind: Experiment.kind).filter { $0.name.hasSuffix("-\(trainingKey)") }
      if let done = earlier.first(where: { $0.status == .finished }) {
        return try model(of: done.id, in: store)
      }
      let trainer =
        try earlier.first.map { try Trainer.resume($0.id, in: store) }
        ?? Trainer.start(training, in: store, version: version)
      let before = try store.metrics(of: trainer.run, named: Self.secondsName).last?.value ?? 0
      let begin = Self.processorSeconds
      var problem: (any Error)?
      let watch = { (event: Trainer.Progress) in
        if case .step(let step, let total, _) = event { progress(Double(step) / Double(total)) }
        guard case .checkpoint(let step) = event else { return }
        let seconds = before + Self.processorSeconds - begin
        do { try store.record([Metric(Self.secondsName, step: step, value: seconds)], for: trainer.run) } catch {
          problem = error
        }
      }
      try trainer.complete(watch, isStopping: isStopping)
      if let problem { throw problem }
      return try model(of: trainer.run, in: store)
    }
  }

  private func model(of run: Run.ID, in store: RunStore) throws -> (file: ModelFile, seconds: Double?) {
    let seconds = try store.metrics(of: run, named: Self.secondsName).last?.value
    return (try ModelFile(contentsOf: store.model(of: run)), seconds)
  }
}
