internal import Foundation
internal import Tasks

/// Tokens, and how much is learned of each of them from those before it.
struct LearnedSequence: Hashable, Sendable {
  /// The tokens.
  var tokens: [Int]
  /// The weight of each token; that of the first does not count.
  var weights: [Float]

  /// Creates a sequence of which nothing up to `start` is learned and all from there on.
  init(_ tokens: [Int], learnedFrom start: Int) {
    self.tokens = tokens
    weights = tokens.indices.map { $0 >= start ? 1 : 0 }
  }

  init(tokens: [Int], weights: [Float]) { (self.tokens, self.weights) = (tokens, weights) }

  /// The sum of the weights that count.
  var weight: Double { weights.dropFirst().reduce(0) { $0 + Double($1) } }

  /// Returns the sequence without what a context has no room for.
  func cut(to length: Int) -> LearnedSequence {
    LearnedSequence(tokens: Array(tokens.prefix(length)), weights: Array(weights.prefix(length)))
  }

  /// Returns the datum of a loss: all tokens but the last are read, each predicts the next, and `inputs` has a number for each of
  /// these.
  func datum(_ inputs: [String: [Float]]) -> Tinker_Datum {
    var datum = Tinker_Datum()
    var chunk = Tinker_Chunk()
    chunk.encodedText.tokens = Data(littleEndian: tokens.dropLast().map { Int32($0) })
    datum.modelInput = [chunk]
    var target = Tinker_TensorData()
    target.dense = Data(littleEndian: tokens.dropFirst().map { Int64($0) })
    (target.dtype, target.shape) = (.int64, [Int64(tokens.count - 1)])
    datum.lossFnInputs["target_tokens"] = target
    for (name, numbers) in inputs {
      var tensor = Tinker_TensorData()
      tensor.dense = Data(littleEndian: numbers)
      (tensor.dtype, tensor.shape) = (.float32, [Int64(numbers.count)])
      datum.lossFnInputs[name] = tensor
    }
    return datum
  }
}

extension Tinker_ForwardBackwardRequest {
  /// Creates a request for a loss, with its gradient or alone.
  init(_ loss: String, _ data: [Tinker_Datum], forwardOnly: Bool = false) {
    self.init()
    (lossFn, self.data, self.forwardOnly) = (loss, data, forwardOnly)
  }
}

extension Tinker_ForwardBackwardOutput {
  /// Returns the log-probability of each target of each datum.
  /// - Throws: `OpenAIError` for a reply that has not as many as there are data.
  func logProbabilities(count: Int) throws(OpenAIError) -> [[Double]] {
    var all: [[Double]] = []
    for record in lossFnOutputs {
      guard let field = record.fields["logprobs"] else { throw .server("the engine answered no log-probabilities") }
      let numbers = [Float](littleEndian: field.data)
      let ends = field.offsets.numbers
      for (start, end) in zip(ends, ends.dropFirst()) {
        guard start <= end, start >= 0, end / 4 <= numbers.count else {
          throw .server("the engine's log-probabilities do not fit their places")
        }
        all.append(numbers[(start / 4)..<(end / 4)].map { Double($0) })
      }
    }
    guard all.count == count else {
      throw .server("the engine answered log-probabilities of \(all.count) sequences instead of \(count)")
    }
    return all
  }

  /// The share of targets that were the likeliest token, or `nil` if the engine does not tell it.
  var accuracy: Double? { metrics["accuracy:mean"] }
}

extension Data {
  /// The whole numbers of 64 bits that the bytes hold.
  fileprivate var numbers: [Int] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)))
      }
    }
  }
}
