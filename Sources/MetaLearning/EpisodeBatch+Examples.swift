internal import Requirements
public import Tasks
internal import Tensors

extension EpisodeBatch where Batch == ExampleBatch {
  /// Creates tensors from numeric episodes of one shape.
  public init(_ episodes: [ExampleEpisode], of family: any ExampleFamily, ways: Int) {
    func batch(_ sets: [ExampleEpisode.Examples]) -> ExampleBatch {
      let leading = [sets.count, sets.first?.count ?? 0]
      require(
        sets.allSatisfy { $0.count == leading[1] },
        "episodes of a meta-batch need equally many examples; these have \(sets.map(\.count))")
      let inputs = Tensor(sets.flatMap(\.inputs), shape: leading + family.inputShape)
      switch family.kind {
      case .regression(let outputs):
        return ExampleBatch(inputs: inputs, targets: Tensor(sets.flatMap(\.targets), shape: leading + [outputs]))
      case .classes:
        return ExampleBatch(
          inputs: inputs, labels: Tensor(sets.flatMap(\.labels), shape: leading).converted(to: .int64), ways: ways)
      }
    }
    self.init(support: batch(episodes.map(\.support)), query: batch(episodes.map(\.query)))
  }
}
