/// The numbers of examples of an episode: N-way K-shot, with so many queries.
public struct EpisodeShape: Hashable, Codable, Sendable {
  /// The number of classes; 1 for a regression.
  public var ways: Int
  /// The number of support examples: of each class, or in all for a regression.
  public var shots: Int
  /// The number of query examples: of each class, or in all for a regression.
  public var query: Int

  /// Creates a shape; by default that of the ten-shot regressions.
  public init(ways: Int = 1, shots: Int = 10, query: Int = 10) {
    self.ways = ways
    self.shots = shots
    self.query = query
  }

  /// Decodes a shape, with defaults for missing values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = Self()
    ways = try container.decodeIfPresent(Int.self, forKey: .ways) ?? usual.ways
    shots = try container.decodeIfPresent(Int.self, forKey: .shots) ?? usual.shots
    query = try container.decodeIfPresent(Int.self, forKey: .query) ?? usual.query
  }

  /// The first impossible number, or `nil` if the numbers are at least 1 and not absurdly large.
  var problem: String? {
    let limit = 1 << 20
    for (name, value) in [("ways", ways), ("shots", shots), ("query", query)] where !(1...limit).contains(value) {
      return "\(name) is \(value); choose 1...\(limit)"
    }
    return nil
  }
}

/// An error of an episode's shape that a distribution does not have.
public struct EpisodeShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the distribution.
  public let family: String
  /// The requested shape.
  public let shape: EpisodeShape
  /// The problem and the remedy.
  public let problem: String

  /// The problem with the shape and the remedy.
  public var description: String {
    "\(family) has no episodes of \(shape.ways) ways, \(shape.shots) shots and \(shape.query) queries: \(problem)"
  }
}
