internal import Foundation
internal import Tasks

/// A text that a model wrote after a prompt.
public struct Completion: Hashable, Codable, Sendable {
  /// The end of a completion.
  public enum Finish: String, Codable, Sendable {
    /// The model ended it, or a stop text or id came.
    case stop
    /// It has as many tokens as it may, or the context is full.
    case length
  }

  /// The text, without what it stopped at.
  public let text: String
  /// The tokens, those that it stopped at included.
  public let ids: [Int]
  /// The log-probability of each token in the model's own distribution.
  public let logProbabilities: [Double]
  /// Why it ended.
  public let finish: Finish
}

/// A text as it is written, token by token.
struct CompletionDraft {
  /// Texts at which it ends.
  private let stops: [String]
  /// Tokens at which it ends.
  private let ends: Set<Int>
  /// `nil` where no text is wanted.
  private var stream: StreamingDecoder?
  private(set) var ids: [Int] = []
  private(set) var logProbabilities: [Double] = []
  private(set) var finish: Completion.Finish?
  /// The text that is certain.
  private(set) var text = ""
  /// Text that may be the beginning of a stop text.
  private var held = ""

  /// The draft of a completion, whose text has no special tokens.
  init(_ settings: SamplingSettings, _ tokenizer: Tokenizer, ends: Set<Int>) {
    (stops, self.ends) = (settings.stop, ends.union(settings.stopIDs))
    stream = StreamingDecoder(tokenizer, skippingSpecials: true)
  }

  /// The draft of tokens, of which a text, with special tokens, is made only to find where it ends.
  init(stops: [String], ends: Set<Int>, _ tokenizer: Tokenizer) {
    (self.stops, self.ends) = (stops, ends)
    stream = stops.isEmpty ? nil : StreamingDecoder(tokenizer, skippingSpecials: false)
  }

  /// Takes a token, and returns the text that is certain since.
  mutating func append(_ draw: TokenSampler.Draw, isLast: Bool) -> String {
    ids.append(draw.id)
    logProbabilities.append(draw.logProbability)
    if ends.contains(draw.id) {
      finish = .stop
      return release(stream?.finish() ?? "", isLast: true)
    }
    let more = stream?.append(draw.id) ?? ""
    guard isLast else { return more.isEmpty ? "" : release(more, isLast: false) }
    let rest = release(more + (stream?.finish() ?? ""), isLast: true)
    if finish == nil { finish = .length }
    return rest
  }

  /// Ends the text where it is: the context is full.
  mutating func end() -> String {
    let rest = release(stream?.finish() ?? "", isLast: true)
    if finish == nil { finish = .length }
    return rest
  }

  private mutating func release(_ more: String, isLast: Bool) -> String {
    held += more
    var certain: String
    if let cut = stops.compactMap({ held.range(of: $0)?.lowerBound }).min() {
      certain = String(held[..<cut])
      (held, finish) = ("", .stop)
    } else if isLast {
      (certain, held) = (held, "")
    } else {
      let open = stops.map { Self.overlap(of: held, with: $0) }.max() ?? 0
      certain = String(held.dropLast(open))
      held = String(held.suffix(open))
    }
    text += certain
    return certain
  }

  /// The number of characters at the end of a text that begin another.
  private static func overlap(of text: String, with stop: String) -> Int {
    (0..<stop.count).reversed().first { text.hasSuffix(stop.prefix($0)) } ?? 0
  }

  var completion: Completion {
    Completion(text: text, ids: ids, logProbabilities: logProbabilities, finish: finish ?? .length)
  }
}
