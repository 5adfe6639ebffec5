internal import Foundation

/// A token with its log-probability, and the likeliest tokens in its place.
struct ScoredToken: Hashable, Sendable {
  /// The token.
  var id: Int
  /// Its log-probability, or `nil` where nothing was before it.
  var logProbability: Double?
  /// The likeliest tokens and their log-probabilities, from the likeliest on.
  var top: [Alternative] = []

  /// A token that could have come.
  struct Alternative: Hashable, Sendable {
    var id: Int
    var logProbability: Double
  }
}

/// Some more tokens of one continuation.
struct SampledPiece: Hashable, Sendable {
  /// Why a continuation ended.
  enum Finish: String, Sendable {
    case stop
    case length
  }

  /// Which continuation.
  var choice: Int
  /// The tokens.
  var tokens: [ScoredToken]
  /// Why it ended, or `nil` if it goes on.
  var finish: Finish?

  /// Creates a piece.
  init(choice: Int, tokens: [ScoredToken], finish: Finish? = nil) {
    (self.choice, self.tokens, self.finish) = (choice, tokens, finish)
  }

  /// Creates the whole of a continuation from an engine's reply.
  /// - Throws: `OpenAIError` for a reply whose parts do not fit each other.
  init(_ sequence: Tinker_SampledSequence, choice: Int) throws(OpenAIError) {
    let ids = [Int32](littleEndian: sequence.tokens).map { Int($0) }
    let scores = [Float](littleEndian: sequence.logprobs)
    guard scores.count == ids.count else {
      throw .server("the engine answered \(ids.count) tokens and \(scores.count) log-probabilities")
    }
    let top =
      sequence.hasTopkSampledLogprobs
      ? ScoredToken.alternatives(sequence.topkSampledLogprobs) : Array(repeating: [], count: ids.count)
    guard top.count == ids.count else {
      throw .server("the engine answered \(ids.count) tokens and alternatives at \(top.count) places")
    }
    self.init(
      choice: choice,
      tokens: ids.indices.map { ScoredToken(id: ids[$0], logProbability: Double(scores[$0]), top: top[$0]) },
      finish: sequence.stopReason == .length ? .length : .stop)
  }
}

extension ScoredToken {
  /// Returns the alternatives at each place of a table, without its empty cells.
  static func alternatives(_ table: Tinker_TopK) -> [[Alternative]] {
    let ids = [Int32](littleEndian: table.tokenIds)
    let scores = [Float](littleEndian: table.logprobs)
    let width = Int(table.k)
    return (0..<Int(table.length)).map { row in
      (0..<width).compactMap { column in
        let cell = row * width + column
        guard cell < min(ids.count, scores.count), scores[cell] > -99999 else { return nil }
        return Alternative(id: Int(ids[cell]), logProbability: Double(scores[cell]))
      }
    }
  }

  /// Returns the tokens of a prompt with the log-probabilities that an engine found.
  /// - Throws: `OpenAIError` for a reply that has not one for each token.
  static func prompt(_ ids: [Int], _ reply: Tinker_SampleResponse) throws(OpenAIError) -> [ScoredToken] {
    let scores = [Float](littleEndian: reply.promptLogprobs)
    guard scores.count == ids.count else {
      throw .server("the engine answered \(scores.count) log-probabilities for a prompt of \(ids.count) tokens")
    }
    let top = reply.hasTopkPromptLogprobs ? alternatives(reply.topkPromptLogprobs) : []
    return ids.indices.map { place in
      ScoredToken(
        id: ids[place], logProbability: scores[place].isNaN ? nil : Double(scores[place]),
        top: place < top.count && place > 0 ? top[place] : [])
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// Creates the numbers that bytes hold, from the lowest byte of each.
  init(littleEndian data: Data) where Element == Int32 {
    self = data.words.map { Int32(bitPattern: $0) }
  }

  /// Creates the numbers that bytes hold, from the lowest byte of each.
  init(littleEndian data: Data) where Element == Float {
    self = data.words.map { Float(bitPattern: $0) }
  }
}

extension Data {
  /// The bytes, four at a time; a rest of less is left out.
  fileprivate var words: [UInt32] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
      }
    }
  }

  /// Creates the bytes of whole numbers, from the lowest of each.
  init(littleEndian numbers: some Sequence<Int32>) {
    self.init()
    for number in numbers { Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) } }
  }

  /// Creates the bytes of whole numbers of 64 bits, from the lowest of each.
  init(littleEndian numbers: some Sequence<Int64>) {
    self.init()
    for number in numbers { Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) } }
  }

  /// Creates the bytes of numbers, from the lowest of each.
  init(littleEndian numbers: some Sequence<Float>) {
    self.init()
    for number in numbers { Swift.withUnsafeBytes(of: number.bitPattern.littleEndian) { append(contentsOf: $0) } }
  }
}
