import Foundation
import Language
import Networks
import Randomness
import Repositories
import Tasks

/// What is learned of a repository, and what is asked of its held-out half.
struct RepositoryLesson {
  let index: RepositoryIndex
  let split: RepositorySplit
  /// Questions without retrieval.
  let tasks: RepositoryTasks
  /// The retrieval that questions in context have, or `nil` for none.
  let choice: ContextChoice?
  /// What each choice costs the model on learned functions, in bits per byte, where it was chosen.
  let trials: [(name: String, bits: Double)]
  /// Learned commits that hide errors instead of mending them; nothing is learned of them.
  let hidingCommits: [(commit: Commit, finding: DuctTapeFinding)]
  let mix: [RepositoryTask.Kind: Double]

  private let heldOut: [RepositoryTask]
  /// What is put before each held-out question in context.
  let contexts: [String]
  private let seed: UInt64

  /// Prompts longer than this say no more to a model that reads half a window of them.
  static let promptBytes = 1_200
  /// Learned questions of a kind, at weight 1.
  static let questionsOfAKind = 200

  /// Indexes a repository and splits it.
  /// - Throws: `RepositoryError` for a folder that cannot be read, `BadInputError` for one without functions to hold out.
  init(
    at url: URL, model: LanguageModel, options: RepositoryOptions, share: Double, seed: UInt64, say: (String) -> Void
  ) async throws {
    let repository = try await Repository(at: url)
    index = await RepositoryIndex(repository)
    let history = await repository.history()
    let languages = repository.languages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
      .map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
    say(
      "\(repository.files.count) files (\(languages)), \(index.definitions.count) definitions, \(history.count) commits"
    )
    let detector = DuctTapeDetector()
    let suspects = history.compactMap { commit in
      detector.findings(in: Patch(commit)).first.map { (commit: commit, finding: $0) }
    }
    let hiding = Set(suspects.map(\.commit.id))
    var limits = AnswerLimits()
    (limits.bytes, limits.prefixBytes) = (1_200, Self.promptBytes)
    let split = RepositorySplit(
      index, by: .definitions(share: share), history: history.filter { !hiding.contains($0.id) }, limits: limits,
      seed: seed)
    guard !split.heldOut.isEmpty else {
      throw BadInputError(
        "\(url.path) has no function that could be held out: learn it as text with --no-repository")
    }
    (self.split, hidingCommits, mix, self.seed) = (split, suspects, try options.weights(), seed)
    tasks = split.tasks()
    var (choice, trials): (ContextChoice?, [(name: String, bits: Double)]) = (nil, [])
    switch try options.choice() {
    case .some(let given): choice = given
    case .none:
      say("chooses what to retrieve")
      (choice, trials) = Self.chosen(split, model, budget: options.contextBytes, seed: seed)
    }
    (self.choice, self.trials) = (choice, trials)
    var generator = Generator(seed: seed).child("held-out questions")
    let order = tasks.heldOut.shuffled(using: &generator)
    heldOut = order
    let retrieved = choice.map { split.tasks(retrieval: ($0, options.contextBytes)).heldOut } ?? []
    let found = Dictionary(retrieved.map { (Self.name($0), $0.context) }) { first, _ in first }
    contexts = order.map { found[Self.name($0)] ?? "" }
  }

  /// The texts to learn, questions of a kind left out if one is named, and those that are held out.
  func texts(without kind: RepositoryTask.Kind? = nil) throws -> TextSplit {
    let files = split.documents.map { TextDocument(name: $0.path, text: $0.text) }
    var generator = Generator(seed: seed).child("learned questions")
    let byKind = Dictionary(grouping: tasks.learned, by: \.kind)
    let questions = RepositoryTask.Kind.allCases.filter { $0 != kind }.flatMap { kind in
      let most = Int((Double(Self.questionsOfAKind) * (mix[kind] ?? 0)).rounded())
      return (byKind[kind] ?? []).shuffled(using: &generator).prefix(most)
    }
    return try TextSplit(train: files + questions.map(Self.document), heldOut: heldOut.map(Self.document))
  }

  /// The kinds of which questions are learned.
  var learnedKinds: [RepositoryTask.Kind] {
    RepositoryTask.Kind.allCases.filter { kind in (mix[kind] ?? 0) > 0 && tasks.learned.contains { $0.kind == kind } }
  }

  /// The kind of a held-out text.
  func kind(of document: TextDocument) -> RepositoryTask.Kind? {
    heldOut.first { Self.name($0) == document.name }?.kind
  }

  /// Held-out functions, the first of the order in which they are asked, each with its context.
  func functions(_ count: Int) -> [(task: RepositoryTask, context: String)] {
    zip(heldOut, contexts).filter { $0.0.kind == .maskedFunction }.prefix(count).map { ($0.0, $0.1) }
  }

  private static func name(_ task: RepositoryTask) -> String { "\(task.kind.rawValue): \(task.id)" }

  private static func document(_ task: RepositoryTask) -> TextDocument {
    TextDocument(name: name(task), prompt: task.prefix, text: task.completion)
  }

  /// The retrieval with which a model finds learned functions the most likely. Held-out ones have no part in it.
  private static func chosen(
    _ split: RepositorySplit, _ model: LanguageModel, budget: Int, seed: UInt64
  ) -> (ContextChoice?, [(name: String, bits: Double)]) {
    var generator = Generator(seed: seed).child("retrieval")
    let begin = [model.tokenizer.specials.beginning].compactMap { $0 }
    func bits(_ tasks: [RepositoryTask]) -> Double {
      tasks.map { task in
        model.score(task.completion, after: begin + model.tokenizer.encode(task.prompt, parsing: .ordinary))
      }.reduce(TextScore(nats: 0, tokens: 0, bytes: 0), +).bitsPerByte
    }
    let plain = split.tasks([.maskedFunction]).learned
    let sample = Set(plain.map(\.id).shuffled(using: &generator).prefix(16))
    var found: [(choice: ContextChoice?, bits: Double)] = [(nil, bits(plain.filter { sample.contains($0.id) }))]
    for choice in ContextChoice.allCases {
      let tasks = split.tasks([.maskedFunction], retrieval: (choice, budget)).learned
      found.append((choice, bits(tasks.filter { sample.contains($0.id) })))
    }
    let best = found.filter { !$0.bits.isNaN }.min { $0.bits < $1.bits }
    return (best?.choice, found.map { ($0.choice?.rawValue ?? "none", $0.bits) })
  }
}
