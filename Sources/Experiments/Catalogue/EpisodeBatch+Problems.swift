internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tensors

extension EpisodeBatch where Batch == TokenBatch {
  /// Returns rows of symbols whose answer is the row turned by one.
  static func turned(
    tasks: Int, examples: Int, queries: Int, length: Int, using generator: inout Generator
  ) -> Self {
    func batch(_ count: Int) -> TokenBatch {
      let inputs = Tensor.integers(2..<12, [tasks, count, length], using: &generator)
      return TokenBatch(inputs: inputs, labels: inputs.rolled(1, -1), layout: TokenLayout(length))
    }
    return EpisodeBatch(support: batch(examples), query: batch(queries))
  }
}

extension EpisodeBatch where Batch == ExampleBatch {
  /// Returns sinusoids of a phase each.
  static func sinusoids(tasks: Int = 3, examples: Int = 5, queries: Int = 5, using generator: inout Generator) -> Self {
    let phase = Tensor.uniform([tasks, 1, 1], high: 3, using: &generator)
    func batch(_ count: Int) -> ExampleBatch {
      let x = Tensor.uniform([tasks, count, 1], low: -5, high: 5, using: &generator)
      return ExampleBatch(inputs: x, targets: (x + phase).sin())
    }
    return EpisodeBatch(support: batch(examples), query: batch(queries))
  }

  /// Returns sinusoids of the sizes of a plan.
  static func sinusoids(_ plan: CostPlan, _ setting: CostSetting, _ generator: inout Generator) -> Self {
    sinusoids(tasks: setting.tasks, examples: plan.shots, queries: plan.queries, using: &generator)
  }

  /// Returns classes of images, each a cloud around an image of its own.
  static func clouds(
    tasks: Int, ways: Int, shots: Int, queries: Int, image: [Int], using generator: inout Generator
  ) -> Self {
    let centers = Tensor.normal([tasks, ways, 1] + image, using: &generator)
    func batch(_ count: Int) -> ExampleBatch {
      let noise = Tensor.normal([tasks, ways, count] + image, deviation: 0.5, using: &generator)
      let labels = Tensor.range(0, Double(ways), dtype: .int64).reshaped(1, ways, 1).expanded([tasks, ways, count])
      return ExampleBatch(
        inputs: (centers + noise).flattened(1, 2), labels: labels.reshaped(tasks, ways * count), ways: ways)
    }
    return EpisodeBatch(support: batch(shots), query: batch(queries))
  }
}
