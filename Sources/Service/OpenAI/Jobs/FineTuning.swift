internal import Foundation
internal import JSON

/// The fine-tuning jobs of a server: their logs, their turns and what is asked of them.
///
/// validating_files → queued → running → succeeded; failed and cancelled end a job from any of these; paused is between, and goes back to
/// queued. A job runs as a task that reports here; what it reports is in its log before it goes on.
actor FineTuning<Host: TrainingHost> {
  /// What a running job is told at its next step.
  enum Stop: Sendable {
    case pause
    case cancel
  }

  nonisolated let files: FileStore
  nonisolated let clock: ServiceClock
  nonisolated let host: @Sendable (_ owner: String) -> Host
  private let folder: URL
  /// The number of jobs that run at a time.
  private let width: Int
  private var logs: [String: JobLog] = [:]
  private var order: [String] = []
  private var tasks: [String: _Concurrency.Task<Void, Never>] = [:]
  private var stops: [String: Stop] = [:]
  private var isStopping = false

  /// Opens the folder of logs. Jobs that had not ended go on from their last stored state once `resume` is called.
  /// - Parameter host: what trains the models of an owner.
  init(
    folder: URL, files: FileStore, width: Int = 1, clock: ServiceClock = ServiceClock(),
    host: @escaping @Sendable (_ owner: String) -> Host
  ) throws {
    (self.folder, self.files, self.width, self.clock, self.host) = (folder, files, width, clock, host)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jsonl") }
    var logs: [String: JobLog] = [:]
    for name in names {
      guard let log = try JobLog(reading: folder.appendingPathComponent(name)) else { continue }
      logs[log.job.id] = log
    }
    self.logs = logs
    order = logs.values.map(\.job).sorted { ($0.created, $0.number) < ($1.created, $1.number) }.map(\.id)
  }

  /// Goes on with what an earlier process did not end.
  func resume() throws {
    for id in order {
      guard let job = logs[id]?.job, job.status == .running || job.status == .validatingFiles else { continue }
      if job.status == .running {
        let step = logs[id]?.progress?.step ?? 0
        try say(id, "The server was restarted; the job goes on after step \(step)")
        try change(id) { $0.status = .queued }
      } else {
        begin(id) { await $0.validate(id) }
      }
    }
    pump()
  }

  /// Lets running jobs store their state and end; they go on when the server is back.
  func stop() async {
    isStopping = true
    await settled()
  }

  /// Returns when no job runs or is examined.
  func settled() async {
    while let task = tasks.values.first { await task.value }
  }

  // MARK: Asking

  /// Returns a job.
  func log(_ id: String, owner: String) throws(OpenAIError) -> JobLog {
    guard let log = logs[id], log.job.owner == owner else { throw .noJob(id) }
    return log
  }

  /// Returns the jobs of an owner, the newest first.
  func all(owner: String) -> [FineTuningJob] {
    order.reversed().compactMap { logs[$0]?.job }.filter { $0.owner == owner }
  }

  // MARK: Changing

  /// Takes up a job.
  func create(_ order: JobOrder, owner: String) throws -> FineTuningJob {
    let now = clock.seconds()
    let job = FineTuningJob(
      id: "ftjob-\(clock.identifier())", number: (logs.values.map(\.job.number).max() ?? 0) + 1, owner: owner,
      model: order.model, created: now, trainingFile: order.trainingFile, validationFile: order.validationFile,
      suffix: order.suffix, seed: order.seed, metadata: order.metadata, method: order.method, chosen: order.chosen)
    logs[job.id] = try JobLog(job, in: folder)
    self.order.append(job.id)
    try say(job.id, "Created fine-tuning job: \(job.id)")
    begin(job.id) { await $0.validate(job.id) }
    return job
  }

  /// Ends a job before its end.
  func cancel(_ id: String, owner: String) async throws -> FineTuningJob {
    let job = try move(id, owner, to: .cancelled, "cancelled") { !$0.isFinal }
    if tasks[id] == nil, let state = uselessState(of: id) { await host(owner).deleteState(state) }
    return job
  }

  /// Lets a job wait until it is resumed.
  func pause(_ id: String, owner: String) throws -> FineTuningJob {
    try move(id, owner, to: .paused, "paused") { $0 == .queued || $0 == .running }
  }

  /// Lets a job that was paused wait for its turn again.
  func resume(_ id: String, owner: String) throws -> FineTuningJob {
    let job = try move(id, owner, to: .queued, "resumed") { $0 == .paused }
    pump()
    return job
  }

  private func move(
    _ id: String, _ owner: String, to status: FineTuningJob.Status, _ word: String,
    if isAllowed: (FineTuningJob.Status) -> Bool
  ) throws -> FineTuningJob {
    let job = try log(id, owner: owner).job
    guard isAllowed(job.status) else {
      throw OpenAIError.invalid(
        "status", "the job is \(job.status.rawValue) and cannot be \(word)", code: "invalid_job_status")
    }
    try change(id) {
      $0.status = status
      $0.estimatedFinish = nil
      if status == .cancelled { $0.finished = clock.seconds() }
    }
    try say(id, "The job was \(word)")
    if tasks[id] != nil, status != .queued { stops[id] = status == .cancelled ? .cancel : .pause }
    return try log(id, owner: owner).job
  }

  // MARK: Turns

  private func begin(_ id: String, _ work: @escaping @Sendable (FineTuning) async -> Void) {
    tasks[id] = _Concurrency.Task {
      await work(self)
      end(id)
    }
  }

  private func end(_ id: String) {
    tasks[id] = nil
    stops[id] = nil
    pump()
  }

  /// Starts the jobs whose turn it is, the oldest first.
  private func pump() {
    for id in order where tasks.count < width && !isStopping && tasks[id] == nil && logs[id]?.job.status == .queued {
      begin(id) { service in
        guard let log = await service.logs[id] else { return }
        await JobRunner(service: service, host: service.host(log.job.owner), log: log).run()
      }
    }
  }

  private func validate(_ id: String) async {
    guard let job = logs[id]?.job else { return }
    do {
      try say(id, "Validating training file: \(job.trainingFile)")
      if let file = job.validationFile { try say(id, "Validating validation file: \(file)") }
      let plan = try await JobPreparation(host: host(job.owner), files: files).prepare(job).plan
      guard logs[id]?.job.status == .validatingFiles else { return }
      try say(id, "Files validated, moving job to queued state")
      try change(id) { ($0.plan, $0.status) = (plan, .queued) }
    } catch {
      fail(id, error)
    }
  }

  // MARK: Reports

  /// Says that a job runs, and returns whether it is still its turn.
  func start(_ id: String) throws -> Bool {
    guard let log = logs[id], log.job.status == .queued else { return false }
    try change(id) { $0.status = .running }
    if log.progress == nil { try say(id, "Fine-tuning job started") }
    return true
  }

  /// The stored state of a job that has ended, or `nil` if there is none or it is needed.
  func uselessState(of id: String) -> String? {
    guard let log = logs[id], log.job.status.isFinal else { return nil }
    return log.progress?.state
  }

  /// What a running job shall do before its next step, or `nil` to go on.
  func stop(of id: String) -> Stop? { stops[id] ?? (isStopping ? .pause : nil) }

  /// Changes a job.
  func change(_ id: String, _ change: (inout FineTuningJob) -> Void) throws {
    guard var job = logs[id]?.job else { return }
    change(&job)
    try logs[id]?.append(.job(job))
  }

  /// Adds a line to a job's log.
  func append(_ record: JobLog.Record, to id: String) throws { try logs[id]?.append(record) }

  /// Adds an event.
  func say(_ id: String, _ message: String, level: String = "info", metrics: JSONTree? = nil) throws {
    guard let log = logs[id] else { return }
    let event = JobEvent(
      id: "ftevent-\(log.job.tag)-\(log.events.count)", created: clock.seconds(), level: level, message: message,
      metrics: metrics)
    try append(.event(event), to: id)
  }

  /// Ends a job that cannot go on, unless it has ended.
  func fail(_ id: String, _ error: any Error) {
    guard let job = logs[id]?.job, !job.status.isFinal else { return }
    let told = OpenAIError(any: error)
    do {
      try change(id) {
        $0.failure = .init(code: told.code ?? told.type, message: told.message, param: told.param)
        ($0.status, $0.finished, $0.estimatedFinish) = (.failed, clock.seconds(), nil)
      }
      try say(id, "The job failed: \(told.message)", level: "error")
    } catch {
      // The log cannot be written. The job is running in it, so that it goes on when the server is back.
      stops[id] = .pause
    }
  }
}
