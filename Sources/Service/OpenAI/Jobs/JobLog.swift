internal import Foundation

/// What is known of a job: the sum of the lines of its log.
struct JobLog: Sendable {
  /// A line.
  enum Record: Codable, Sendable {
    case job(FineTuningJob)
    case event(JobEvent)
    case checkpoint(JobCheckpoint)
    case droppedCheckpoint(String)
    case progress(JobProgress)
  }

  /// The job.
  private(set) var job: FineTuningJob
  /// What happened, from the first.
  private(set) var events: [JobEvent] = []
  /// The checkpoints that are there, from the first.
  private(set) var checkpoints: [JobCheckpoint] = []
  /// Where it can go on from, or `nil` for the beginning.
  private(set) var progress: JobProgress?
  private let file: URL

  /// Begins the log of a new job.
  init(_ job: FineTuningJob, in folder: URL) throws {
    (self.job, file) = (job, folder.appendingPathComponent("\(job.id).jsonl"))
    try append(.job(job))
  }

  /// Reads a log. A last line that was cut off when the server ended is left out, and overwritten by the next.
  /// - Returns: `nil` for a log without a whole line, of a job that nobody was told of.
  init?(reading file: URL) throws {
    let data = try Data(contentsOf: file)
    let end = data.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let records = try data[..<end].split(separator: 0x0A).map {
      try JSONDecoder().decode(Record.self, from: Data($0))
    }
    guard case .job(let job)? = records.first else { return nil }
    (self.job, self.file) = (job, file)
    for record in records { apply(record) }
    if end < data.count { try FileHandle(forWritingTo: file).truncate(atOffset: UInt64(end)) }
  }

  /// Writes a line and takes it up.
  mutating func append(_ record: Record) throws {
    let line = try JSONEncoder().encode(record) + Data([0x0A])
    if FileManager.default.fileExists(atPath: file.path) {
      let handle = try FileHandle(forWritingTo: file)
      defer {
        // All is written by then: what closing says is of no use.
        try? handle.close()
      }
      try handle.seekToEnd()
      try handle.write(contentsOf: line)
    } else {
      try line.write(to: file, options: .atomic)
    }
    apply(record)
  }

  private mutating func apply(_ record: Record) {
    switch record {
    case .job(let job): self.job = job
    case .event(let event): events.append(event)
    case .checkpoint(let checkpoint): checkpoints.append(checkpoint)
    case .droppedCheckpoint(let id): checkpoints.removeAll { $0.id == id }
    case .progress(let progress): self.progress = progress
    }
  }

  /// The numbers of each step as a table. A step that was done again after a restart has its last numbers.
  var table: String {
    var rows: [Int: JSONTree] = [:]
    for metrics in events.compactMap(\.metrics) {
      if case .integer(let step)? = metrics["step"] { rows[step] = metrics }
    }
    let columns = [
      ("step", "step"), ("train_loss", "train_loss"), ("train_accuracy", "train_mean_token_accuracy"),
      ("valid_loss", "valid_loss"), ("valid_mean_token_accuracy", "valid_mean_token_accuracy"),
      ("train_mean_reward", "train_mean_reward"), ("valid_mean_reward", "valid_mean_reward"),
    ]
    // OpenAI's five columns, and those of rewards where there are any.
    let shown = columns.enumerated().filter { index, column in
      index < 5 || rows.values.contains { $0[column.1] != nil }
    }.map(\.element)
    let lines = rows.sorted { $0.key < $1.key }.map { _, metrics in
      shown.map { metrics[$0.1]?.description ?? "" }.joined(separator: ",")
    }
    return ([shown.map(\.0).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }
}
