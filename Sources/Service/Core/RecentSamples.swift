public import Foundation
internal import SwiftProtobuf
internal import Tasks

/// A sample that was drawn lately, as text.
public struct RecentSample: Hashable, Sendable {
  /// A token with its log-probability, if it has one.
  public struct Token: Hashable, Sendable {
    /// Its text.
    public let text: String
    /// Its log-probability, or `nil` if it is of a prompt.
    public let logProbability: Double?
  }
  /// The name of the future, and the number of the sequence.
  public let id: String
  /// The sampler.
  public let sampler: String
  /// The prompt.
  public let prompt: [Token]
  /// What was drawn.
  public let tokens: [Token]
  /// When.
  public let date: Date
}

/// The last samples of a server, for those who watch: a few, in memory alone.
struct RecentSamples {
  struct Entry {
    let operation: Operation
    let base: String
    let prompt: [Int]
    let sequences: [(tokens: [Int], logProbabilities: [Double])]
    let date: Date
  }
  static let most = 48
  static let mostSequences = 8
  private(set) var entries: [Entry] = []

  mutating func add(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.most { entries.removeFirst() }
  }
}

extension ModelService {
  /// Returns the last samples of an owner, the latest first. Of a model without a tokenizer here the tokens are numbers.
  public func recentSamples(of owner: String) -> [RecentSample] {
    recent.entries.reversed().filter { $0.operation.owner == owner }.flatMap { entry in
      // A model without a tokenizer shows its numbers.
      let tokenizer = try? text(of: entry.base).tokenizer
      func shown(_ id: Int) -> String { tokenizer?.decode([id]) ?? "\(id) " }
      let prompt = entry.prompt.map { RecentSample.Token(text: shown($0), logProbability: nil) }
      return entry.sequences.enumerated().map { index, sequence in
        RecentSample(
          id: "\(entry.operation.id):\(index)", sampler: entry.operation.target, prompt: prompt,
          tokens: zip(sequence.tokens, sequence.logProbabilities).map {
            .init(text: shown($0), logProbability: $1)
          }, date: entry.date)
      }
    }
  }

  /// A number that grows with whatever is acknowledged or done.
  public var version: Int { Int(journal.bytes) }

  func remember(_ operation: Operation, _ body: Data) {
    // A request or an answer that cannot be read is not shown.
    guard let sampler = state.samplers[operation.target], let future = state.futures[operation.id],
      let request = try? journal.body(future.request),
      let order = try? JSONDecoder().decode(SampleOrder.self, from: request),
      let answer = try? Tinker_SampleResponse(serializedBytes: body)
    else { return }
    recent.add(
      RecentSamples.Entry(
        operation: operation, base: sampler.base, prompt: order.prompt,
        sequences: answer.sequences.prefix(RecentSamples.mostSequences).map {
          (Self.numbers($0.tokens, Int32.self).map(Int.init), Self.numbers($0.logprobs, Float.self).map(Double.init))
        }, date: now()))
  }

  private static func numbers<Number: BitwiseCopyable>(_ data: Data, _ type: Number.Type) -> [Number] {
    data.withUnsafeBytes { bytes in
      let size = MemoryLayout<Number>.size
      return (0..<(bytes.count / size)).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: type) }
    }
  }
}
