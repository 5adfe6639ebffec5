internal import Foundation
internal import Tasks

/// What the routes of OpenAI's API ask of those who serve models.
///
/// A method that is asked for a model that is not served throws `OpenAIError.noModel`. Any other error is told to the client as a
/// failure of the server.
protocol ModelHost: Sendable {
  /// Returns the models that can be sampled, in the order in which they are listed.
  func servedModels() async -> [ServedModel]

  /// Returns how a model reads and writes text.
  func text(of model: String) async throws -> ModelText

  /// Returns continuations of a prompt.
  ///
  /// An order of at most 0 tokens is for the log-probabilities of its prompt: the reply has sequences of no tokens, or none.
  func sample(_ order: SampleOrder, from model: String) async throws -> Tinker_SampleResponse

  /// Returns the tokens of continuations as they come.
  ///
  /// Without an implementation of its own, a host is asked for a few tokens at a time, each time with those before as a prompt.
  func pieces(of order: SampleOrder, from model: String) -> AsyncThrowingStream<SampledPiece, any Error>

  /// Forgets a fine-tuned model.
  func deleteModel(_ id: String) async throws
}

/// A model that can be sampled.
struct ServedModel: Hashable, Sendable {
  /// The name by which it is asked for.
  var id: String
  /// The time of its making, in seconds since 1970.
  var created: Int
  /// Whose it is.
  var ownedBy: String
  /// Whether it was fine-tuned here, so that it may be deleted.
  var isFineTuned: Bool

  /// The model as it travels.
  var tree: JSONTree {
    ["id": .string(id), "object": "model", "created": .integer(created), "owned_by": .string(ownedBy)]
  }
}

/// How a model reads and writes text.
struct ModelText: Sendable {
  /// Its tokenizer.
  var tokenizer: Tokenizer
  /// The template of its chats, or `nil` if it has none: then chats are written as plain text.
  var template: ChatTemplate?
  /// The tokens that end what it writes.
  var ends: Set<Int>
  /// The most tokens of a prompt with its continuation.
  var contextLength: Int
}

extension ModelHost {
  /// Returns the tokens of continuations, each of which is drawn a few tokens at a time with those before as its prompt.
  ///
  /// The distribution is that of one long draw. The seed of each few is another, so the words are not those of `sample` with the same
  /// seed, except at temperature 0.
  func pieces(of order: SampleOrder, from model: String) -> AsyncThrowingStream<SampledPiece, any Error> {
    AsyncThrowingStream { continuation in
      let task = _Concurrency.Task {
        do {
          let context = try await text(of: model).contextLength
          let limit = order.maxTokens ?? (context - order.prompt.count)
          try await withThrowingTaskGroup(of: Void.self) { group in
            for choice in 0..<order.count {
              group.addTask { try await draw(choice, of: order, upTo: limit, from: model) { continuation.yield($0) } }
            }
            try await group.waitForAll()
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func draw(
    _ choice: Int, of order: SampleOrder, upTo limit: Int, from model: String, _ yield: (SampledPiece) -> Void
  ) async throws {
    var part = order
    var left = limit
    part.count = 1
    while left > 0 {
      try _Concurrency.Task.checkCancellation()
      part.maxTokens = min(left, 16)
      part.seed = order.seed &+ UInt64(choice) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(limit - left)
      let reply = try await sample(part, from: model)
      guard let sequence = reply.sequences.first else { throw OpenAIError.server("the engine answered no sequence") }
      var piece = try SampledPiece(sequence, choice: choice)
      left -= piece.tokens.count
      if piece.finish == .length, left > 0, !piece.tokens.isEmpty { piece.finish = nil }
      yield(piece)
      guard piece.finish == nil else { return }
      part.prompt += piece.tokens.map(\.id)
    }
  }
}
