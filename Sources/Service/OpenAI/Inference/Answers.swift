internal import Foundation
internal import Hummingbird
internal import NIOCore

extension AnswerDecoder.Delta {
  /// Adds what comes after.
  static func += (delta: inout Self, more: Self) {
    delta.text += more.text
    delta.tokens += more.tokens
  }
}

extension [AnswerDecoder] {
  /// Takes the tokens of continuations as they come, one decoder to each, and tells what becomes certain and how each ends.
  mutating func follow(
    _ pieces: AsyncThrowingStream<SampledPiece, any Error>,
    _ told: (Int, AnswerDecoder.Delta) async throws -> Void,
    finish: (Int, SampledPiece.Finish) async throws -> Void
  ) async throws {
    var isOpen = Array<Bool>(repeating: true, count: count)
    for try await piece in pieces where indices.contains(piece.choice) && isOpen[piece.choice] {
      let choice = piece.choice
      try await told(choice, self[choice].append(piece.tokens))
      guard self[choice].isStopped || piece.finish != nil else { continue }
      try await told(choice, self[choice].finish())
      isOpen[choice] = false
      try await finish(choice, self[choice].isStopped ? .stop : piece.finish ?? .length)
      if !isOpen.contains(true) { return }
    }
    for choice in indices where isOpen[choice] {
      try await told(choice, self[choice].finish())
      try await finish(choice, .length)
    }
  }
}

extension ModelText {
  /// Returns the most tokens of a continuation.
  /// - Throws: `OpenAIError` for a prompt that fills the context.
  func room(after prompt: [Int], wanted: Int?, param: String) throws(OpenAIError) -> Int {
    let room = contextLength - prompt.count
    guard room > 0 || (wanted == 0 && room == 0) else {
      throw .invalid(
        param, "the prompt has \(prompt.count) tokens, and the model's context \(contextLength): shorten it",
        code: "context_length_exceeded")
    }
    return min(wanted ?? room, room)
  }
}

extension Double? {
  /// The log-probability as it is told: OpenAI's -9999 for what is not likely at all.
  var told: Double { self.map { $0.isFinite ? $0 : -9999 } ?? -9999 }
}

/// Returns how many tokens were read and written, as it travels.
func usage(prompt: Int, completion: Int) -> JSONTree {
  [
    "prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion),
    "total_tokens": .integer(prompt + completion),
  ]
}

/// The time, and new names.
struct ServiceClock: Sendable {
  /// Returns the seconds since 1970.
  var seconds: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
  /// Returns a name that no other thing has.
  var identifier: @Sendable () -> String = {
    UUID().uuidString.replacing("-", with: "").lowercased().prefix(24).description
  }
}

extension Response {
  /// Returns a reply in JSON.
  static func json(_ tree: JSONTree, status: Int = 200) -> Response {
    Response(
      status: .init(code: status), headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: tree.bytes)))
  }
}
