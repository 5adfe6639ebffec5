import Experiments
import Foundation
import Language
import Reports
import Repositories
import Runs
import Search
import Tensors

extension AdaptCommand {
  /// Whether the path is taken as a repository.
  var isRepository: Bool {
    code.repository ?? FileManager.default.fileExists(atPath: URL(fileURLWithPath: file).appending(path: ".git").path)
  }

  /// Adapts a language model to a repository.
  func adaptToRepository(on device: Device, to output: Output, console: Console) async throws {
    guard options.solver == Solver(), source.from == nil else {
      throw BadInputError(
        "--steps, --copies, --votes, --pairs and --from are for tasks; for a repository give --set steps=…")
    }
    let plan = try text.plan()
    try checkOutput()
    let protected = try text.protect.map { try TextCollection(at: URL(fileURLWithPath: $0)).documents } ?? []
    let (model, path) = try languageModel(plan, on: device)
    let lesson = try await RepositoryLesson(
      at: URL(fileURLWithPath: file), model: model, options: code, share: plan.heldOut, seed: plan.seed,
      say: { console.print($0) })
    let texts = try lesson.texts()
    let adaptation = try TextAdaptation(
      model, split: texts, plan, contexts: lesson.contexts, protecting: protected, passages: text.passages)
    let functions = lesson.functions(code.answers)
    console.print("writes \(functions.count) held-out functions")
    let before = try await RepositoryAnswers(
      functions, by: model, in: lesson.index, inContext: false, tests: code.runTests)
    let run = try run(
      adaptation, of: texts.train + texts.heldOut + protected, model: path, console: console)
    let after = try await RepositoryAnswers(
      functions, by: run.outcome.adapted, in: lesson.index, inContext: false, tests: code.runTests)
    var without: [RepositoryTask.Kind: Double] = [:]
    for kind in code.ablate ? lesson.learnedKinds : [] {
      console.print("learns again without \(kind.rawValue)")
      let other = try TextAdaptation(model, split: lesson.texts(without: kind), plan, passages: 0)
      without[kind] = try other.run().heldOut.bitsAfter - run.outcome.heldOut.bitsAfter
    }
    let result = result(run, lesson, without, before, after)
    if let report = text.report {
      var page = result.text.page(command: CommandLine.arguments.dropFirst())
      page.blocks.insert(contentsOf: result.blocks.dropLast(result.text.blocks.count), at: 0)
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
    }
    try output.result(result) { result.blocks.text(output.console.format) }
    try run.check(result.text.sentence, console: console)
  }

  private func result(
    _ run: FinishedAdaptation, _ lesson: RepositoryLesson, _ without: [RepositoryTask.Kind: Double],
    _ before: RepositoryAnswers, _ after: RepositoryAnswers
  ) -> RepositoryResult {
    let (outcome, scored) = (run.outcome, run.outcome.adaptation.scored)
    let kinds = RepositoryTask.Kind.allCases.map { kind in
      let own = scored.indices.filter { lesson.kind(of: scored[$0]) == kind }
      let count = lesson.tasks.contributions[kind] ?? .init()
      return RepositoryResult.Kind(
        name: kind.rawValue, learned: count.learned, heldOut: count.heldOut, leftOut: count.leftOut,
        scores: own.isEmpty
          ? nil
          : PairedScores(
            before: own.map { outcome.heldOut.before[$0] }, after: own.map { outcome.heldOut.after[$0] },
            seed: outcome.adaptation.plan.seed),
        contribution: without[kind])
    }
    let inContext = PairedScores(
      before: outcome.heldOut.before, after: outcome.adaptation.scoresInContext(by: outcome.adapted),
      seed: outcome.adaptation.plan.seed)
    let repository = lesson.index.repository
    return RepositoryResult(
      text: TextAdaptationResult(
        outcome, run.verdict, threshold: text.threshold, out: run.isWritten ? out : nil, omissions: []),
      files: repository.files.count,
      setAside: Dictionary(uniqueKeysWithValues: repository.reasons.map { ($0.key.rawValue, $0.value) }),
      definitions: lesson.index.definitions.count, heldOutDefinitions: lesson.split.heldOut.count,
      withheldTests: lesson.split.withheldTests, linesTakenOut: lesson.split.linesTakenOut,
      retrieval: lesson.choice?.rawValue ?? "none",
      retrievalTrials: lesson.trials.map { .init(name: $0.name, bitsPerByte: $0.bits) }, kinds: kinds,
      adaptedInContext: inContext, answersBefore: before, answersAfter: after,
      hidingCommits: lesson.hidingCommits.map {
        .init(
          id: $0.commit.id, subject: $0.commit.subject, rule: $0.finding.rule.rawValue, sentence: $0.finding.sentence)
      })
  }
}
