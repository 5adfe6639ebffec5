internal import Requirements

/// One task in numbers instead of grids: an episode of a regression or a classification.
///
/// - Shapes: inputs `[count, inputShape...]` row by row, targets `[count, outputs]` or none, labels `[count]` or none.
public struct ExampleEpisode: Hashable, Sendable {
  /// A support or a query set.
  public struct Examples: Hashable, Sendable {
    /// The inputs, `[count, inputShape...]` row by row.
    public var inputs: [Float]
    /// The outputs of a regression, `[count, outputs]`; empty for classes.
    public var targets: [Float]
    /// The class of each example, `[count]`; empty for a regression.
    public var labels: [Int32]
    /// The number of examples.
    public var count: Int

    /// Creates examples of a regression.
    public init(inputs: [Float] = [], targets: [Float] = [], count: Int = 0) {
      self.init(inputs: inputs, targets: targets, labels: [], count: count)
    }

    /// Creates examples of classes, one label each.
    public init(inputs: [Float], labels: [Int32]) {
      self.init(inputs: inputs, targets: [], labels: labels, count: labels.count)
    }

    private init(inputs: [Float], targets: [Float], labels: [Int32], count: Int) {
      require(
        count == 0 ? inputs.isEmpty && targets.isEmpty : inputs.count % count == 0 && targets.count % count == 0,
        "\(inputs.count) inputs and \(targets.count) targets do not divide by \(count) examples; give whole rows")
      self.inputs = inputs
      self.targets = targets
      self.labels = labels
      self.count = count
    }
  }

  /// The signature of the hidden rule: the drawn parameters, or the classes.
  public var rule: String
  /// The support set.
  public var support: Examples
  /// The query set; none of these inputs is in the support set.
  public var query: Examples

  /// Creates an episode of these sets.
  public init(rule: String, support: Examples, query: Examples) {
    self.rule = rule
    self.support = support
    self.query = query
  }
}
