import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

extension EpisodeBatch<ExampleBatch> {
  /// These episodes with class k called `names[k]`.
  func renamed(_ names: [Int]) -> EpisodeBatch {
    let table = Tensor(names.map(Int64.init))
    func renamed(_ batch: ExampleBatch) -> ExampleBatch {
      let labels = table.gathered(0, at: batch.targets.flattened()).reshaped(batch.targets.shape)
      return ExampleBatch(inputs: batch.inputs, labels: labels, ways: batch.ways)
    }
    return EpisodeBatch(support: renamed(support), query: renamed(query))
  }

  /// These episodes with their support sets in this order.
  func reordered(_ order: [Int]) -> EpisodeBatch {
    let index = Tensor(order.map(Int64.init))
    let labels = support.targets.gathered(1, at: index)
    return EpisodeBatch(
      support: ExampleBatch(inputs: support.inputs.gathered(1, at: index), labels: labels, ways: support.ways),
      query: query)
  }
}

/// What is true of every method that compares features.
@Suite(.enabled(if: Torch.isAvailable)) struct ClassEmbeddingsTests {
  static let names = ["proto", "matching", "relation"]

  private let classes = Classes()

  private func answers(_ name: String, _ episodes: EpisodeBatch<ExampleBatch>) throws -> Tensor {
    let request = LearnerRequest(InnerLoop(), on: classes.network.anatomy, hasClasses: true)
    let learner = try #require(try MetaLearners.named(name)?.make(request))
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: classes.network, using: &generator)
    var found: Tensor?
    learner.answer(slow, episodes, after: [0]) { found = $1 }
    return try #require(found)
  }

  private func isClose(_ a: Tensor, _ b: Tensor) -> Bool { (a - b).magnitude().max().item < 1e-10 }

  @Test("other names for the classes give the same answers under other names", arguments: names)
  func equivariant(name: String) throws {
    let before = try answers(name, classes.episodes)
    let after = try answers(name, classes.episodes.renamed([2, 0, 1]))
    #expect(isClose(after.gathered(-1, at: Tensor([2, 0, 1] as [Int64])), before))
    #expect(!isClose(after, before))
  }

  @Test("the order of the support set is nothing", arguments: names)
  func invariant(name: String) throws {
    let after = try answers(name, classes.episodes.reordered([5, 2, 0, 4, 1, 3]))
    #expect(isClose(after, try answers(name, classes.episodes)))
  }

  @Test("more tasks in the batch change nothing", arguments: names)
  func alone(name: String) throws {
    let together = try answers(name, classes.episodes)
    let alone = try classes.episodes.chunks(of: 1).map { try answers(name, $0) }
    #expect(isClose(together, .concatenate(alone)))
  }

  @Test("they are refused without features, and without classes", arguments: names)
  func refused(name: String) throws {
    let entry = try #require(MetaLearners.named(name))
    let request = LearnerRequest(InnerLoop(), on: classes.network.anatomy)
    #expect(throws: UnsupportedLearner.self) { _ = try entry.make(request) }
    let other = LearnerRequest(InnerLoop(), on: Tokens().network.anatomy, hasClasses: true)
    #expect(throws: UnsupportedLearner.self) { _ = try entry.make(other) }
  }

  @Test("queries see nothing of each other where no norm joins them", arguments: names)
  func inductive(name: String) throws {
    let all = try answers(name, classes.episodes)
    let query = classes.episodes.query
    let first = ExampleBatch(
      inputs: query.inputs.narrowed(1, from: 0, length: 1), labels: query.targets.narrowed(1, from: 0, length: 1),
      ways: query.ways)
    let one = try answers(name, EpisodeBatch(support: classes.episodes.support, query: first))
    #expect(isClose(all.narrowed(1, from: 0, length: 1), one))
  }

  @Test("a network's features have the shape that it says", arguments: ConvNetConfiguration.Downsampling.allCases)
  func shapes(downsampling: ConvNetConfiguration.Downsampling) throws {
    let images = Images(downsampling: downsampling)
    let maps = images.network.features(of: images.episodes.query)
    #expect(Array(maps.shape.dropFirst(2)) == images.network.anatomy.featureShape)
    let vectors = classes.network.features(of: classes.episodes.query)
    #expect(Array(vectors.shape.dropFirst(2)) == classes.network.anatomy.featureShape)
  }

  @Test(
    "the norm decides whether queries see each other", arguments: names, [Normalization.transductive, .support, .group])
  func norms(name: String, normalization: Normalization) throws {
    let images = Images(normalization: normalization, filters: 16)
    let request = LearnerRequest(InnerLoop(), on: images.network.anatomy, hasClasses: true)
    let learner = try #require(try MetaLearners.named(name)?.make(request))
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: images.network, using: &generator)
    func answers(_ query: ExampleBatch) -> Tensor {
      var found: Tensor?
      learner.answer(slow, EpisodeBatch(support: images.episodes.support, query: query), after: [0]) { found = $1 }
      return found!.narrowed(1, from: 0, length: 1)
    }
    let query = images.episodes.query
    let first = ExampleBatch(
      inputs: query.inputs.narrowed(1, from: 0, length: 1), labels: query.targets.narrowed(1, from: 0, length: 1),
      ways: query.ways)
    #expect(isClose(answers(query), answers(first)) == !normalization.isTransductive)
  }
}
