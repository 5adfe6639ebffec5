import ArgumentParser
import Experiments
import Foundation
import MetaLearning
import Randomness
import Runs
import Tasks
import Reports

/// `autodidact solve FILE|DIR`: adapts to each task's demonstrations and answers its test inputs.
struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve", abstract: "Adapt to the demonstrations of tasks that nobody trained on, and answer them.",
    discussion: """
      Where a file gives the right outputs, the answers are scored: pass@k is the share of test inputs whose output is \
      among the first k attempts, every cell right.
      """)

  @Argument(help: "A task file (ARC JSON, JSONL) or a folder of them.")
  var path: String

  @OptionGroup var model: ModelOption

  @Option(help: "An adapter of `autodidact adapt`: answers with it instead of adapting.")
  var adapter: String?

  @Option(help: "Answers to give for each test input.")
  var attempts = 2

  @Option(help: ArgumentHelp("Write the answers as an ARC submission.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Write an HTML report that draws the answers.", valueName: "file"))
  var report: String?

  @OptionGroup var options: SolverOptions
  @OptionGroup var machine: MachineOptions

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard (1...100).contains(attempts) else { throw ValidationError("--attempts is \(attempts); give 1 to 100") }
  }

  func run() throws {
    try reportingFailure {
      let device = try machine.prepared()
      let episodes = try TaskFiles.load(path)
      // One model for all, or the shipped one that suits each task.
      let urls = try episodes.map { try model.url(else: ShippedModel(for: $0)) }
      let files = try Dictionary(uniqueKeysWithValues: Set(urls).map { ($0, try Data(contentsOf: $0)) })
      let models = try Dictionary(
        uniqueKeysWithValues: files.map { url, data in
          (url, try ModelFile(decoding: data, named: url.path).moved(to: device))
        })
      if adapter != nil, episodes.count > 1 {
        throw BadInputError("an adapter belongs to one task, but \(path) holds \(episodes.count): name one file")
      }
      let kept = try adapter.map { try AdapterFile(contentsOf: URL(fileURLWithPath: $0), model: files[urls[0]]!) }
      // What cannot be answered is said before anything is: a late refusal would lose the answers before it.
      for (episode, url) in zip(episodes, urls) {
        guard !episode.query.isEmpty else {
          throw BadInputError("\(path): \(episode.name) asks nothing: add a test input, in JSONL a line without output")
        }
        try models[url]!.check(episode)
      }
      for file in [out, report].compactMap(\.self) { try OutputFile.check(file) }
      var bar = ProgressBar(
        "solve", total: episodes.count == 1 ? options.steps : episodes.count, console: .errors)
      var solutions: [Solution] = []
      for (index, episode) in episodes.enumerated() {
        let model = models[urls[index]]!
        var generator = Generator(seed: options.seed).child(episode.name)
        let answers: Solver.Answers
        if let kept {
          answers = kept.solver.answer(episode.query.map(\.input), with: kept.task, using: &generator)
        } else {
          answers = options.solver.solve(episode, with: model.slow, model.inner, using: &generator) {
            step, _ in if episodes.count == 1 { bar.update(step) }
          }
        }
        solutions.append(Solution(episode, answers.attempts(attempts)))
        if episodes.count > 1 { bar.update(index + 1) }
      }
      if kept == nil { bar.finish() }
      if let out {
        var submission = ARCSubmission()
        for solution in solutions { submission.add(task: solution.name, attempts: solution.attempts) }
        try submission.write(to: out)
      }
      let summary = Summary(solutions, attempts: attempts)
      if let report {
        try WholeFile.write(summary.page(title: path).html(), to: URL(fileURLWithPath: report))
      }
      try Output(OutputMode(isJSON: json)).result(summary) {
        ([summary.text] + [out.map { "answers  \($0)" }, report.map { "report   \($0)" }].compactMap(\.self))
          .joined(separator: "\n")
      }
    }
  }
}

/// A task with its answers.
struct Solution: Encodable {
  let name: String
  let family: String
  /// [query][attempt].
  let attempts: [[Grid]]
  /// For each query with a known output, which attempt was right first; 0 for none.
  let rightAt: [Int?]
  let queries: [Query]

  init(_ episode: Episode, _ attempts: [[Grid]]) {
    (name, family, self.attempts, queries) = (episode.name, episode.family, attempts, episode.query)
    rightAt = zip(episode.query, attempts).map { query, grids in
      query.output.map { truth in (grids.firstIndex(of: truth) ?? -1) + 1 }
    }
  }

  enum CodingKeys: String, CodingKey { case name, family, attempts, rightAt }
}

/// What `solve` says.
struct Summary: Encodable {
  struct Score: Encodable {
    let name: String
    let queries: Int
    /// The share of queries whose output is among the first 1, 2, … attempts.
    let passAt: [Double]
  }

  let tasks: [Solution]
  /// For each folder and all together, where outputs are known.
  let scores: [Score]

  init(_ solutions: [Solution], attempts: Int) {
    tasks = solutions
    func score(_ name: String, _ members: [Solution]) -> Score? {
      let known = members.flatMap { $0.rightAt.compactMap(\.self) }
      guard !known.isEmpty else { return nil }
      let shares = (1...attempts).map { k in
        Double(known.count { $0 > 0 && $0 <= k }) / Double(known.count)
      }
      return Score(name: name, queries: known.count, passAt: shares)
    }
    let groups = Dictionary(grouping: solutions, by: \.family).sorted { $0.key < $1.key }
    let each = groups.compactMap { score($0.key, $0.value) }
    scores = (each.count > 1 ? each : []) + [score("all", solutions)].compactMap(\.self)
  }

  /// The answers of one task drawn in characters; the scores of many as a table.
  var text: String {
    var parts: [String] = []
    if tasks.count == 1, let task = tasks.first {
      for (index, query) in task.queries.enumerated() {
        parts.append("test input \(index + 1)\n\(query.input)")
        for (number, grid) in task.attempts[index].enumerated() {
          if number > 0, grid == task.attempts[index][number - 1] {
            parts.append("attempt \(number + 1): the same, all votes agree")
            continue
          }
          let mark = task.rightAt[index].map { $0 == number + 1 ? "  (right)" : "" } ?? ""
          parts.append("attempt \(number + 1)\(mark)\n\(grid)")
        }
      }
    }
    if !scores.isEmpty {
      let header = ["tasks", "test inputs"] + (scores.first?.passAt.indices.map { "pass@\($0 + 1)" } ?? [])
      let rows = scores.map { score in
        [printable(score.name), "\(score.queries)"]
          + score.passAt.map { "\(String(($0 * 1_000).rounded() / 10)) %" }
      }
      parts.append(Table(header, numeric: 1..., rows: rows).text())
    } else if tasks.count > 1 {
      parts.append("\(tasks.count) tasks answered; no file gives the right outputs, so nothing was scored")
    }
    return parts.joined(separator: "\n\n")
  }

  /// The answers drawn, at most a hundred tasks.
  func page(title: String) -> Document {
    var sections: [DocumentBlock] = []
    if !scores.isEmpty {
      let header = ["tasks", "test inputs"] + (scores.first?.passAt.indices.map { "pass@\($0 + 1)" } ?? [])
      sections.append(
        .table(
          Table(
            header,
            cells: scores.map { score in
              [.text(score.name), .number(Double(score.queries), decimals: 0)] + score.passAt.map { .percent($0) }
            })))
    }
    for task in tasks.prefix(100) {
      for (index, query) in task.queries.enumerated() {
        var grids = [GridStrip.Grid("input", cells: query.input.picture)]
        if let output = query.output { grids.append(.init("output", cells: output.picture)) }
        for (number, grid) in task.attempts[index].enumerated() {
          grids.append(.init("attempt \(number + 1)", cells: grid.picture, expected: query.output?.picture))
        }
        sections.append(.grids(GridStrip(title: task.name, grids: grids)))
      }
    }
    return Document(title: "Answers", subtitle: title, blocks: sections)
  }
}

extension Grid {
  /// The rows as the report draws them.
  var picture: [[UInt8]] { rows.map { $0.map(UInt8.init) } }
}

extension ModelFile {
  /// Refuses a task that this model cannot look at, with the reason.
  func check(_ episode: Episode) throws {
    guard !episode.support.isEmpty else { throw BadInputError("\(episode.name) has no demonstrations to adapt to") }
    let grids = episode.support.flatMap { [$0.input, $0.output] } + episode.query.map(\.input)
    if let problem = configuration.network.problem(with: Canvas.fitting(grids)) {
      throw BadInputError("\(episode.name): \(problem); leave it out, or give a model made for it with --from")
    }
  }
}
