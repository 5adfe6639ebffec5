public import Networks

/// A text of which chosen tokens are judged: what is read, and the tokens whose log-probabilities a loss is of.
public struct PolicyDatum: Sendable {
  /// The tokens that are read.
  public let tokens: [Int]
  /// The tokens that are judged: `width` after each token that is read.
  public let targets: [Int]
  /// The number of targets after each token.
  public let width: Int
  /// Whether the targets after a token are a row of a matrix, be it of one column.
  public let isMatrix: Bool
  /// The numbers of each target that a loss needs, by name.
  public let inputs: [String: [Double]]

  /// Creates a datum.
  public init(
    tokens: [Int], targets: [Int], width: Int = 1, isMatrix: Bool? = nil, inputs: [String: [Double]] = [:]
  ) {
    (self.tokens, self.targets, self.width, self.inputs) = (tokens, targets, width, inputs)
    self.isMatrix = isMatrix ?? (width > 1)
  }

  /// Why a model cannot judge it, or `nil` if it can.
  func problem(for loss: PolicyLoss, in decoder: CausalDecoder) -> String? {
    if tokens.isEmpty { return "model_input has no tokens" }
    if let problem = decoder.configuration.problem(ofLength: tokens.count) { return "model_input: \(problem)" }
    guard width > 0, targets.count == tokens.count * width else {
      return "target_tokens has \(targets.count / max(width, 1)) rows but model_input has \(tokens.count) tokens"
    }
    let vocabulary = decoder.configuration.vocabulary
    for (name, ids) in [("model_input", tokens), ("target_tokens", targets)] {
      if let id = ids.first(where: { !(0..<vocabulary).contains($0) }) {
        return "\(name) has the token \(id), and the model has \(vocabulary)"
      }
    }
    for name in loss.kind.inputs {
      guard let numbers = inputs[name] else { return "\(loss.kind.rawValue) needs \(name), which is missing" }
      guard numbers.count == targets.count else {
        return "\(name) has \(numbers.count) numbers but target_tokens has \(targets.count)"
      }
      if let place = numbers.firstIndex(where: { !$0.isFinite }) {
        return "\(name) has \(numbers[place]) at place \(place); give finite numbers"
      }
    }
    return nil
  }
}

/// What a model is asked of some data: log-probabilities and a loss, and unless only those are wanted the loss's gradient.
public struct PolicyRequest: Sendable {
  /// The data.
  public var data: [PolicyDatum]
  /// The loss.
  public var loss: PolicyLoss
  /// Whether no gradient is wanted.
  public var isForwardOnly: Bool

  /// Creates a request.
  public init(_ data: [PolicyDatum], _ loss: PolicyLoss, isForwardOnly: Bool = false) {
    (self.data, self.loss, self.isForwardOnly) = (data, loss, isForwardOnly)
  }

  /// The first datum that cannot be judged, and why; `nil` if all can.
  func problem(in decoder: CausalDecoder) -> LanguageError? {
    if data.isEmpty { return LanguageError("data", "there are none; give one") }
    for (index, datum) in data.enumerated() {
      if let problem = datum.problem(for: loss, in: decoder) { return LanguageError("datum \(index)", problem) }
    }
    return nil
  }
}

/// What came of a request.
public struct PolicyResult: Sendable {
  /// The log-probability of each target of each datum.
  public internal(set) var logProbabilities: [[Float]]
  /// The loss, summed.
  public internal(set) var loss = 0.0
  /// How far the model is from the one that sampled; `nil` where the loss has none.
  public internal(set) var drift: PolicyDrift?
  /// How often the likeliest token was the target of a `cross_entropy` with one target after each token.
  public internal(set) var accuracy = PolicyAccuracy()
  /// The gradient at the adapters, or `nil` if none was wanted.
  public internal(set) var gradient: AdapterSet?

  /// The loss, the accuracy and the drift, by the names that Tinker's clients reduce them by.
  public var metrics: [String: Double] {
    var metrics = drift?.metrics ?? [:]
    metrics["loss:sum"] = loss
    metrics["accuracy:mean"] = accuracy.mean
    return metrics
  }
}
