internal import Networks
internal import Randomness
internal import Tensors

/// The adapter of a new model: its rank, its first values, and which layers it stands beside.
public struct AdapterDesign: Hashable, Codable, Sendable {
  /// The rank.
  public var rank: Int
  /// The seed of its first values.
  public var seed: UInt64
  /// α: the product of A and B counts α / rank times.
  ///
  /// 32 at any rank, as in PEFT's examples: what Tinker takes is not published.
  public var alpha = 32.0
  /// Whether the layers of attentions learn.
  public var trainsAttention: Bool
  /// Whether the layers between attentions learn.
  public var trainsMLP: Bool
  /// Whether the layer that makes logits learns: its adapter alone, where its matrix is the table of tokens, too.
  public var trainsUnembedding: Bool

  /// Creates a design.
  public init(
    rank: Int, seed: UInt64 = 0, trainsAttention: Bool = true, trainsMLP: Bool = true, trainsUnembedding: Bool = true
  ) {
    (self.rank, self.seed) = (rank, seed)
    (self.trainsAttention, self.trainsMLP) = (trainsAttention, trainsMLP)
    self.trainsUnembedding = trainsUnembedding
  }

  /// The largest rank.
  public static let largestRank = 1024

  /// Returns adapters of this design beside the layers of a decoder, which change nothing yet.
  /// - Throws: `LanguageError` for a rank that cannot be, and a design without layers.
  func adapters(of decoder: CausalDecoder) throws(LanguageError) -> AdapterSet {
    guard (1...Self.largestRank).contains(rank) else {
      throw LanguageError("rank", "it is \(rank); give 1 to \(Self.largestRank)")
    }
    let parts = [(trainsAttention, "*.attention.*"), (trainsMLP, "*.mlp.*"), (trainsUnembedding, "head.*")]
    let chosen = parts.filter(\.0).map(\.1)
    guard !chosen.isEmpty else {
      throw LanguageError("train_attn, train_mlp and train_unembed", "all are false, so nothing learns; set one")
    }
    var generator = Generator(seed: seed).child("adapters")
    let adapted = decoder.withOwnHead.addingLowRankAdapters(
      rank: rank, scale: alpha / Double(rank), to: LeafPattern(chosen.joined(separator: "|")), using: &generator)
    // Small steps would be lost in fewer bits than float32.
    return AdapterSet(of: adapted).map { $0.converted(to: .float32) }
  }
}
