public import Tasks

/// An answer to a query, with where it came from and how probably it is right.
public struct RankedGrid: Hashable, Sendable {
  /// The answer.
  public let grid: Grid
  /// The program that gives it, the shortest of several, or `nil` if none was found.
  public let program: Program?
  /// The share of the network's votes for it, or `nil` if the network was not asked.
  public let votes: Double?
  /// The probability that it is right, by `AnswerScorer`.
  public let confidence: Double

  /// Creates an answer.
  public init(grid: Grid, program: Program?, votes: Double?, confidence: Double) {
    (self.grid, self.program, self.votes, self.confidence) = (grid, program, votes, confidence)
  }

  /// Where the answer came from, in words.
  public var source: String {
    switch (program, votes ?? 0) {
    case (let program?, 0): "program: \(program.words)"
    case (let program?, _): "program and network: \(program.words)"
    case (nil, _): "network"
    }
  }
}

extension RankedGrid: Codable {
  enum CodingKeys: String, CodingKey { case grid, program, votes, confidence, words }

  /// Decodes an answer; throws if its program is none of the language.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    grid = try container.decode(Grid.self, forKey: .grid)
    program = try container.decodeIfPresent(String.self, forKey: .program).map { try Program(parsing: $0) }
    votes = try container.decodeIfPresent(Double.self, forKey: .votes)
    confidence = try container.decode(Double.self, forKey: .confidence)
  }

  /// Encodes an answer, its program as code and in words.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(grid, forKey: .grid)
    try container.encodeIfPresent(program?.code, forKey: .program)
    try container.encodeIfPresent(program?.words, forKey: .words)
    try container.encodeIfPresent(votes, forKey: .votes)
    try container.encode(confidence, forKey: .confidence)
  }
}
