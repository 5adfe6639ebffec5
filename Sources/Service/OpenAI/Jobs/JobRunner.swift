internal import Foundation

/// A turn of a job: from the beginning or from its last stored state, to its end or to where it is told to stop.
struct JobRunner<Host: TrainingHost>: Sendable {
  let service: FineTuning<Host>
  let host: Host
  let log: JobLog

  private var id: String { log.job.id }

  /// The number of steps after which the state is stored, so that a restart costs no more than these.
  private static var storedEvery: Int { 10 }
  /// The number of checkpoints that are kept.
  private static var kept: Int { 3 }

  /// Runs, and reports how it ended.
  func run() async {
    do {
      guard try await service.start(id) else { return }
      let (method, plan) = try await JobPreparation(host: host, files: service.files).prepare(log.job)
      do {
        try await learn(method, plan)
        await method.close()
      } catch {
        await method.close()
        throw error
      }
    } catch {
      await service.fail(id, error)
    }
    if let state = await service.uselessState(of: id) { await host.deleteState(state) }
  }

  private func learn(_ method: any FineTuningMethod, _ plan: JobPlan) async throws {
    let job = log.job
    var progress = log.progress ?? JobProgress(step: 0, state: "", tokens: 0)
    let training =
      progress.step == 0
      ? try await host.createTraining(
        base: job.model, AdapterShape(rank: JobPlan.rank, seed: UInt64(bitPattern: Int64(job.seed))))
      : try await host.loadTraining(progress.state)
    do {
      let isDone = try await steps(method, plan, training, &progress)
      if isDone { try await finish(training, progress) }
      await host.dropTraining(training)
    } catch {
      await host.dropTraining(training)
      throw error
    }
  }

  /// Takes the steps that are left and returns whether all are done.
  private func steps(
    _ method: any FineTuningMethod, _ plan: JobPlan, _ training: String, _ progress: inout JobProgress
  ) async throws -> Bool {
    let first = progress.step
    let start = ContinuousClock.now
    while progress.step < plan.steps {
      if let stop = await service.stop(of: id) {
        if stop == .pause, progress.step > 0 { try await store(training, &progress) }
        return false
      }
      let step = progress.step + 1
      let outcome = try await method.learn(plan.batch(step, seed: log.job.seed), training)
      if outcome.hasGradient {
        var order = OptimizerStep()
        (order.rate, order.epsilon, order.gradientLimit) = (plan.rate(at: step), 1e-8, 1)
        _ = try await host.step(order, of: training)
      }
      progress.step = step
      progress.tokens += outcome.tokens
      let validation = try await measure(method, plan, training, step)
      try await report(outcome, validation, plan, progress, (ContinuousClock.now - start) / .seconds(step - first))
      if plan.endsEpoch(step) {
        try await checkpoint(outcome, validation, training, step)
      }
      if plan.endsEpoch(step) || step % Self.storedEvery == 0 { try await store(training, &progress) }
    }
    return await service.stop(of: id) != .cancel
  }

  /// Measures all examples that are not learned at the end of an epoch, and a batch of them now and then between.
  private func measure(
    _ method: any FineTuningMethod, _ plan: JobPlan, _ training: String, _ step: Int
  ) async throws -> StepOutcome? {
    let count = method.validationCount
    let interval = log.job.chosen.evaluationInterval ?? max(1, plan.steps / 20)
    guard count > 0, plan.endsEpoch(step) || step % interval == 0 else { return nil }
    let batch = { (start: Int) in Array(start..<min(count, start + plan.batchSize)) }
    if !plan.endsEpoch(step) {
      return try await method.measure(batch(step / interval * plan.batchSize % count), training)
    }
    var outcomes: [(outcome: StepOutcome, count: Int)] = []
    for start in stride(from: 0, to: count, by: plan.batchSize) {
      outcomes.append((try await method.measure(batch(start), training), batch(start).count))
    }
    return .mean(outcomes)
  }

  private func report(
    _ outcome: StepOutcome, _ validation: StepOutcome?, _ plan: JobPlan, _ progress: JobProgress,
    _ secondsPerStep: Double
  ) async throws {
    let metrics: [JSONTree.Member] =
      [.init(key: "step", value: .integer(progress.step)), .init(key: "total_steps", value: .integer(plan.steps))]
      + outcome.metrics("train") + (validation?.metrics("valid") ?? [])
      + (plan.endsEpoch(progress.step) ? validation?.metrics("full_valid") ?? [] : [])
    var words: [String] = []
    func add(_ word: String, _ number: Double?) {
      if let number { words.append("\(word)=" + String(format: "%.2f", number)) }
    }
    add("training loss", outcome.loss)
    add("mean reward", outcome.reward)
    add("validation loss", validation?.loss)
    add("validation reward", validation?.reward)
    try await service.say(
      id, "Step \(progress.step)/\(plan.steps): \(words.joined(separator: ", "))", metrics: .object(metrics))
    let finish = service.clock.seconds() + Int((secondsPerStep * Double(plan.steps - progress.step)).rounded(.up))
    try await service.change(id) {
      $0.trainedTokens = progress.tokens
      if $0.status == .running { $0.estimatedFinish = finish }
    }
  }

  private func store(_ training: String, _ progress: inout JobProgress) async throws {
    progress.state = try await host.saveTraining(training, as: id)
    try await service.append(.progress(progress), to: id)
  }

  private func checkpoint(
    _ outcome: StepOutcome, _ validation: StepOutcome?, _ training: String, _ step: Int
  ) async throws {
    let model = log.job.servedName(step: step)
    try await host.saveSampler(training, as: model)
    let metrics: [JSONTree.Member] =
      [.init(key: "step", value: .integer(step))] + outcome.metrics("train")
      + (validation.map { $0.metrics("valid") + $0.metrics("full_valid") } ?? [])
    try await service.append(
      .checkpoint(
        JobCheckpoint(
          id: "ftckpt_\(log.job.tag)_\(step)", created: service.clock.seconds(), job: id, step: step, model: model,
          metrics: .object(metrics))), to: id)
    for old in try await service.log(id, owner: log.job.owner).checkpoints.dropLast(Self.kept) {
      try await host.deleteModel(old.model)
      try await service.append(.droppedCheckpoint(old.id), to: id)
    }
  }

  private func finish(_ training: String, _ progress: JobProgress) async throws {
    let model = log.job.servedName()
    try await host.saveSampler(training, as: model)
    try await service.say(id, "New fine-tuned model created")
    let table = try await service.log(id, owner: log.job.owner).table
    let file = try await service.files.add(
      Data(table.utf8), owner: log.job.owner, filename: "step_metrics.csv", purpose: "fine-tune-results")
    try await service.change(id) {
      ($0.fineTunedModel, $0.resultFiles, $0.trainedTokens) = (model, [file.id], progress.tokens)
      ($0.status, $0.finished, $0.estimatedFinish) = (.succeeded, service.clock.seconds(), nil)
    }
    try await service.say(id, "The job has successfully completed")
  }
}
