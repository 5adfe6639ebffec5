internal import Networks

/// An entry of the catalogue of learners, with all that others need to know of one. It is in the learner's file.
public struct MetaLearnerEntry: Sendable {
  /// The name in configurations.
  public let name: String
  /// A description of the method in a line.
  public let summary: String
  /// The paper.
  public let source: String
  /// The type of the settings, or `nil` if it has none of its own.
  public let options: (any LearnerOptions.Type)?
  /// The traits of the learner and its models.
  public let traits: LearnerTraits
  /// The cost that the literature gives, or `nil` if it gives none.
  public let cost: LearnerCost?
  private let maker: @Sendable (LearnerRequest) throws(UnsupportedLearner) -> any MetaLearner

  /// Creates an entry; `make` throws for requests that make no sense.
  public init(
    _ name: String, _ summary: String, source: String, options: (any LearnerOptions.Type)? = nil,
    traits: LearnerTraits = [], cost: LearnerCost? = nil,
    make: @escaping @Sendable (LearnerRequest) throws(UnsupportedLearner) -> any MetaLearner
  ) {
    (self.name, self.summary, self.source, self.options) = (name, summary, source, options)
    (self.traits, self.cost, maker) = (traits, cost, make)
  }

  /// Returns the method for a request.
  ///
  /// - Throws: `UnsupportedLearner` for a network or settings with which the method makes no sense.
  public func make(_ request: LearnerRequest) throws(UnsupportedLearner) -> any MetaLearner {
    guard request.options.order != .none else {
      throw request.refusal(
        of: name, key: "method.order", "no derivative of any inner step is left with none: give first or second")
    }
    try checkQueryWeights(request)
    return try maker(request)
  }

  /// Throws if query weights are no weights of the inner steps, or the learner does not use them.
  private func checkQueryWeights(_ request: LearnerRequest) throws(UnsupportedLearner) {
    let (weights, steps, key) = (request.queryWeights, request.inner.steps, "queryWeights")
    guard !weights.isEmpty else { return }
    guard traits.contains(.readsQueryWeights) else {
      throw request.refusal(of: name, key: key, "\(name) has no query loss after each step: leave them out")
    }
    guard weights.count == steps, weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
    else {
      throw request.refusal(
        of: name, key: key,
        "\(weights) are not \(steps) weights: give one an inner step, none negative and not all 0")
    }
  }
}

/// The traits of a learner: what it reads, and the limits of its models.
public struct LearnerTraits: OptionSet, Sendable {
  /// The bits of the set.
  public let rawValue: Int
  /// Creates traits from bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The query loss may be computed after every inner step.
  public static let readsQueryWeights = LearnerTraits(rawValue: 1)
  /// Inner gradients are differentiated, unless `method.order` is first.
  public static let isSecondOrder = LearnerTraits(rawValue: 2)
  /// The query set is not trained on.
  public static let ignoresQueries = LearnerTraits(rawValue: 4)
  /// All tasks are trained on at once, and nothing is learned about adapting: the recursive model trains as published.
  public static let isJoint = LearnerTraits(rawValue: 8)
  /// A model answers only with as many shots as it was trained on.
  public static let fixesShots = LearnerTraits(rawValue: 16)
  /// A model answers only with norms that are as transductive as those it was trained with.
  public static let fixesTransduction = LearnerTraits(rawValue: 32)
}

/// The cost that the literature gives for a learner, to compare measurements with.
public struct LearnerCost: Sendable {
  /// The memory of an outer step, as a multiple of that of plain SGD.
  public var memory: ClosedRange<Double>
  /// The time of an outer step, as a multiple of that of another learner, or `nil` if none is given.
  public var time: (multiple: Double, of: String)?

  /// Creates a cost.
  public init(memory: ClosedRange<Double>, time: (multiple: Double, of: String)? = nil) {
    (self.memory, self.time) = (memory, time)
  }
}
