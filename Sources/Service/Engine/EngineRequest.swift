public import Foundation

/// A piece of work for an engine: a base model that learns adapters and samples from them.
///
/// Bulk travels beside it as bytes, unread by what only passes it on.
public struct EngineRequest: Codable, Hashable, Sendable {
  /// The number by which the reply is told from others.
  public var id: Int
  /// What is to be done.
  public var work: EngineWork
  /// What the work says is in it; empty if nothing is.
  public var body: Data

  /// Creates a request.
  public init(id: Int, _ work: EngineWork, body: Data = Data()) {
    (self.id, self.work, self.body) = (id, work, body)
  }

  private enum CodingKeys: String, CodingKey { case id, work }

  /// Decodes all but the body, which a frame has apart.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(Int.self, forKey: .id), try container.decode(EngineWork.self, forKey: .work))
  }

  /// Encodes all but the body.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(work, forKey: .work)
  }
}

/// The kinds of work. A model is a client's adapter that learns; a sampler is an adapter that stays as it is, or the base model alone.
public enum EngineWork: Codable, Hashable, Sendable {
  /// Describes the base model; the reply has a `BaseModel`.
  case describe
  /// Makes a model with an adapter that changes nothing yet.
  case create(model: String, AdapterShape)
  /// Makes a model from the files that `save` wrote, with the moments of its optimizer or without.
  case load(model: String, folder: String, optimizer: Bool)
  /// Adds the gradient of a loss to a model's. Body: `Tinker_ForwardBackwardRequest`; the reply's: `Tinker_ForwardBackwardOutput`.
  case forwardBackward(model: String)
  /// Steps a model by its gradient, which is then zero; the reply has metrics.
  case step(model: String, OptimizerStep)
  /// Writes a model into a folder that is not there yet, whole or not at all; the reply has its bytes.
  case save(model: String, folder: String, SaveKind)
  /// Makes a sampler of a folder that `save` wrote, or, without a folder, of the base model.
  case openSampler(sampler: String, folder: String?)
  /// Draws continuations. Body: JSON of `SampleOrder`; the reply's: `Tinker_SampleResponse`.
  case sample(sampler: String)
  /// Answers tasks. Body: JSON of `SolveOrder`; the reply's: JSON of the answers.
  case solve
  /// Forgets models and samplers; those that are not there are no error.
  case drop(models: [String], samplers: [String])

  /// What `save` writes.
  public enum SaveKind: String, Codable, Hashable, Sendable {
    /// The adapter, its gradient so far and the optimizer's moments: training goes on from it bit for bit.
    case training
    /// The adapter alone, for a sampler.
    case sampler
    /// A PEFT folder, for other programs.
    case external
  }
}

/// The adapter of a new model.
public struct AdapterShape: Codable, Hashable, Sendable {
  /// The rank.
  public var rank: Int
  /// The seed of its first values.
  public var seed: UInt64
  /// Whether the layer that makes logits learns.
  public var trainsUnembedding: Bool
  /// Whether the layers between attentions learn.
  public var trainsMLP: Bool
  /// Whether the layers of attentions learn.
  public var trainsAttention: Bool

  /// Creates a shape.
  public init(
    rank: Int, seed: UInt64 = 0, trainsUnembedding: Bool = true, trainsMLP: Bool = true, trainsAttention: Bool = true
  ) {
    (self.rank, self.seed) = (rank, seed)
    (self.trainsUnembedding, self.trainsMLP) = (trainsUnembedding, trainsMLP)
    self.trainsAttention = trainsAttention
  }
}

/// A step of AdamW with decoupled weight decay.
/// - Source: Loshchilov, Hutter 2019, "Decoupled Weight Decay Regularization", Algorithm 2.
public struct OptimizerStep: Codable, Hashable, Sendable {
  /// The rate.
  public var rate = 1e-4
  /// The decay of the mean of gradients.
  public var beta1 = 0.9
  /// The decay of the mean of squared gradients.
  public var beta2 = 0.95
  /// The number added to the root of the mean of squares.
  public var epsilon = 1e-12
  /// The decoupled weight decay.
  public var weightDecay = 0.0
  /// The largest norm of the gradient; 0 for any.
  public var gradientLimit = 0.0

  /// Creates the client's defaults.
  public init() {}
}

/// An order for continuations of one prompt.
public struct SampleOrder: Codable, Hashable, Sendable {
  /// The tokens of the prompt.
  public var prompt: [Int]
  /// The number of continuations.
  public var count = 1
  /// The most tokens of one; `nil` for what the context holds.
  public var maxTokens: Int?
  /// The divisor of the logits; 0 takes the most likely token.
  public var temperature = 1.0
  /// The number of most likely tokens that are drawn from; 0 for all.
  public var topK = 0
  /// The least probability that the most likely tokens drawn from have together.
  public var topP = 1.0
  /// The seed.
  public var seed: UInt64 = 0
  /// Texts at which a continuation ends; the tokens that complete one are part of it.
  public var stopTexts: [String] = []
  /// Tokens at which a continuation ends, and which are part of it; `nil` for the model's own ends. Empty, with no texts: never.
  public var stopTokens: [Int]?
  /// Whether the reply has the log-probability of each token of the prompt.
  public var wantsPromptLogProbabilities = false
  /// The number of places at the prompt's end that log-probabilities are told of, or `nil` for all.
  public var lastPromptPlaces: Int?
  /// The number of most likely tokens told at each place of the prompt; 0 for none.
  public var topPromptTokens = 0
  /// The number of most likely tokens told at each place of a continuation; 0 for none.
  public var topSampledTokens = 0

  /// Creates an order with defaults.
  public init(prompt: [Int]) { self.prompt = prompt }
}

/// A base model, as its engine describes it.
public struct BaseModel: Codable, Hashable, Sendable {
  /// The kind of network, such as `llama`.
  public var architecture: String
  /// The most tokens of a prompt with its continuation.
  public var contextLength: Int
  /// The number of tokens.
  public var vocabulary: Int
  /// The number of parameters.
  public var parameters: Int

  /// Creates a description.
  public init(architecture: String, contextLength: Int, vocabulary: Int, parameters: Int) {
    (self.architecture, self.contextLength) = (architecture, contextLength)
    (self.vocabulary, self.parameters) = (vocabulary, parameters)
  }
}
