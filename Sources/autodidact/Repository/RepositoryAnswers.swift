import Foundation
import Language
import Networks
import Repositories
import Tasks

/// How many of some held-out functions a model writes right.
struct RepositoryAnswers: Encodable {
  /// The functions that were asked.
  let asked: Int
  /// Those that are the real ones but for space.
  let exact: Int
  /// Those with which the file parses.
  let parsing: Int
  /// Those with which the user's tests pass, or `nil` if none were named.
  let passing: Int?
  /// Whether tests ran without a network; `nil` if none ran.
  let isNetworkCut: Bool?
  /// Those that hide an error instead of handling it.
  let hiding: Int

  /// The tokens of an answer, at most.
  static let mostTokens = 192

  /// Asks for functions, greedily and in one batch, and checks what is written.
  /// - Throws: `RepositoryError` if the user's tests cannot be run.
  init(
    _ functions: [(task: RepositoryTask, context: String)], by model: LanguageModel, in index: RepositoryIndex,
    inContext: Bool, tests: String?
  ) async throws {
    let repository = index.repository
    var settings = SamplingSettings()
    (settings.temperature, settings.maxTokens) = (0, Self.mostTokens)
    let begin = [model.tokenizer.specials.beginning].compactMap { $0 }
    let room = model.decoder.configuration.longest - Self.mostTokens - 1
    let prompts = functions.map { function in
      let text = (inContext ? function.context : "") + function.task.prefix
      return begin + model.tokenizer.encode(text, parsing: .ordinary).suffix(max(1, room))
    }
    let written = try model.complete(prompts, settings).map { $0[0].text }
    let detector = DuctTapeDetector()
    var (exact, parsing, passing, hiding) = (0, 0, 0, 0)
    var isCut: Bool?
    for (function, text) in zip(functions, written) {
      let task = function.task
      let answer = SourceLanguage.of(path: task.file).firstBlock(of: text)
      let check = try await task.check(answer, in: repository, tests: tests.map { TestCommand($0) })
      if check.isExact { exact += 1 }
      if check.parse?.parses == true { parsing += 1 }
      if let run = check.run {
        if run.passes { passing += 1 }
        isCut = (isCut ?? true) && run.isNetworkCut
      }
      if let before = repository[task.file]?.text, let after = task.file(with: answer, in: repository)?.text {
        let patch = Patch([.init(path: task.file, before: before, after: after)])
        if !detector.findings(in: patch).isEmpty { hiding += 1 }
      }
    }
    (asked, self.exact, self.parsing, self.hiding) = (functions.count, exact, parsing, hiding)
    self.passing = tests == nil ? nil : passing
    isNetworkCut = isCut
  }
}
