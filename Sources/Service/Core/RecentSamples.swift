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
  /// The reward that a job's grader gave it, or `nil` if none did.
  public let reward: Double?
  /// The mean advantage with which it was learned, or `nil` if a client did not tell that it was.
  public let advantage: Double?
  /// When.
  public let date: Date
}

/// The last samples of a server, for those who watch: a few, in memory alone.
struct RecentSamples {
  struct Entry {
    let operation: Operation
    let base: String
    let prompt: [Int]
    let seed: UInt64
    var sequences: [Sequence]
    let date: Date
  }
  struct Sequence {
    let tokens: [Int]
    let logProbabilities: [Double]
    var reward: Double?
    var advantage: Double?
  }
  static let most = 48
  static let mostSequences = 8
  private(set) var entries: [Entry] = []

  mutating func add(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.most { entries.removeFirst() }
  }

  /// Notes the rewards of the sequences of a sample, which the asker knows by its sampler and seed.
  mutating func note(_ rewards: [Double], sampler: String, seed: UInt64) {
    guard let place = entries.lastIndex(where: { $0.operation.target == sampler && $0.seed == seed }) else { return }
    for (index, reward) in rewards.prefix(entries[place].sequences.count).enumerated() {
      entries[place].sequences[index].reward = reward
    }
  }

  /// Notes the advantages of sequences by the names that the clients of samplers are told.
  mutating func note(_ advantages: [String: Double]) {
    for place in entries.indices {
      let operation = entries[place].operation
      for index in entries[place].sequences.indices {
        let name = SampleRequest.name(of: index, in: operation.sequence, sampler: operation.target)
        if let advantage = advantages[name] { entries[place].sequences[index].advantage = advantage }
      }
    }
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
          }, reward: sequence.reward, advantage: sequence.advantage, date: entry.date)
      }
    }
  }

  func remember(_ operation: Operation, _ body: Data) {
    // A request or an answer that cannot be read is not shown.
    guard let sampler = state.samplers[operation.target], let future = state.futures[operation.id],
      let request = try? journal.body(future.request),
      let order = try? JSONDecoder().decode(SampleOrder.self, from: request),
      let answer = try? Tinker_SampleResponse(serializedBytes: body)
    else { return }
    recent.add(
      RecentSamples.Entry(
        operation: operation, base: sampler.base, prompt: order.prompt, seed: order.seed,
        sequences: answer.sequences.prefix(RecentSamples.mostSequences).map {
          RecentSamples.Sequence(
            tokens: [Int32](littleEndian: $0.tokens).map(Int.init),
            logProbabilities: [Float](littleEndian: $0.logprobs).map(Double.init))
        }, date: now()))
  }

  /// Notes the rewards of the sequences of a sample that was drawn lately.
  func note(_ rewards: [Double], sampler: String, seed: UInt64) {
    recent.note(rewards, sampler: sampler, seed: seed)
  }

  /// Notes the advantages with which sequences that were drawn lately are learned.
  func note(_ advantages: [String: Double]) { if !advantages.isEmpty { recent.note(advantages) } }
}

extension Tinker_ForwardBackwardRequest {
  /// The mean advantage of each sampled sequence whose name is told.
  var toldAdvantages: [String: Double] {
    var sums: [String: (sum: Double, count: Int)] = [:]
    for datum in data {
      let advantages = [Float](littleEndian: datum.lossFnInputs["advantages"]?.dense ?? Data())
      var place = 0
      for span in datum.lossFnInputSpans {
        let (part, isSampled) =
          switch span.span {
          case .sampledTokens(let part): (part, true)
          case .promptTokens(let part): (part, false)
          case nil: (Tinker_SpanPart(), false)
          }
        // Spans that do not tile the advantages tell nothing of them.
        guard (0...Int64(advantages.count - place)).contains(part.length) else { break }
        let end = place + Int(part.length)
        if isSampled, end > place {
          let known = sums[part.sequenceID] ?? (0, 0)
          sums[part.sequenceID] = (
            known.sum + advantages[place..<end].reduce(0) { $0 + Double($1) }, known.count + end - place
          )
        }
        place = end
      }
    }
    return sums.mapValues { $0.sum / Double($0.count) }
  }
}
