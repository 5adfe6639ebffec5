internal import Tasks

/// What a choice of context gains on tasks, told without a language model: by a model that counts bytes.
///
/// gain = b(file) − b(context, file), in which b is the mean bits a byte of the answers takes after counting what is before
/// it. It tells which choice brings the answer's words near; how much of that a language model uses, only that model tells.
public struct ContextGain: Hashable, Codable, Sendable {
  /// The choice.
  public let choice: ContextChoice
  /// The bits a byte of the answers takes after the part of the file alone.
  public let without: Double
  /// The bits a byte of the answers takes after the context and the part of the file.
  public let with: Double
  /// The number of tasks.
  public let tasks: Int

  /// The bits a byte that the context saves.
  public var gain: Double { without - with }

  /// Measures each choice on held-out tasks of a split, the one that gains most first. `count` is the largest number of
  /// tasks, the first of them; budgets are in bytes.
  public static func measure(
    on split: RepositorySplit, kind: RepositoryTask.Kind = .maskedFunction, budget: Int = 8_000, count: Int = 50
  ) -> [ContextGain] {
    ContextChoice.allCases.map { choice in
      let tasks = split.tasks([kind], retrieval: (choice, budget)).heldOut.prefix(count)
      let bits = tasks.map { task -> (without: Double, with: Double, bytes: Double) in
        let answer = Array(task.completion.utf8)
        let alone = ByteModel(of: [Array(task.prefix.utf8)])
        let both = ByteModel(of: [Array(task.context.utf8), Array(task.prefix.utf8)])
        return (alone.bits(of: answer), both.bits(of: answer), Double(answer.count))
      }
      let total = max(1, bits.reduce(0) { $0 + $1.bytes })
      return ContextGain(
        choice: choice, without: bits.reduce(0) { $0 + $1.without * $1.bytes } / total,
        with: bits.reduce(0) { $0 + $1.with * $1.bytes } / total, tasks: bits.count)
    }.sorted { $0.gain > $1.gain }
  }
}
