import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct ConvNetAdaptableTests {
  private func difference(_ a: Tensor, _ b: Tensor) -> Double { (a - b).magnitude().max().item }

  /// Answers to all queries of a task, and to its first query alone.
  private func answers(_ normalization: Normalization) -> (together: Tensor, alone: Tensor) {
    let images = Images(tasks: 1, normalization: normalization)
    let (support, query) = (images.episodes.support, images.episodes.query)
    var network = images.network
    network.calibrate(step: 0, on: [(network, images.episodes)])
    network = network.prepared(forStep: 0, support: support)
    let first = ExampleBatch(
      inputs: query.inputs.narrowed(1, from: 0, length: 1), labels: query.targets.narrowed(1, from: 0, length: 1),
      ways: 3)
    return (network.outputs(on: query).narrowed(1, from: 0, length: 1), network.outputs(on: first))
  }

  @Test(
    "an inductive norm answers a query alone as among others, a transductive one does not",
    arguments: Normalization.allCases)
  func transduction(mode: Normalization) {
    let (together, alone) = answers(mode)
    #expect((difference(together, alone) < 1e-9) == !mode.isTransductive)
  }

  @Test("tasks do not see each other", arguments: Normalization.allCases)
  func tasksAreApart(mode: Normalization) {
    let images = Images(tasks: 3, normalization: mode)
    let inner = InnerLoop(steps: 2, rate: 0.1, leaves: images.network.anatomy.adaptable)
    let slow = MAML(inner: inner).calibrated(SlowWeights(images.network, inner: inner), on: [images.episodes])
    let together = inner.adapt(slow, to: images.episodes.support).last!.losses(on: images.episodes.query)
    for task in 0..<3 {
      let one = images.episodes.chunks(of: 1)[task]
      let alone = inner.adapt(slow, to: one.support).last!.losses(on: one.query)
      #expect(difference(together[task..<(task + 1)], alone) < 1e-9)
    }
  }

  @Test("while training, running norms go by all tasks of the meta-batch together")
  func runningNormsWhileTraining() {
    let images = Images(tasks: 3, normalization: .running)
    let rows = images.network.blocks[0].convolved(images.episodes.query.inputs)
    let seen = images.network.blocks[0](images.episodes.query.inputs, step: 0, reference: 0)
    let (mean, variance) = (rows.mean(0, 1, 2, 3), rows.variance(0, 1, 2, 3))
    let expected = ((rows - mean) * (variance + images.network.blocks[0].norm.epsilon).reciprocalSquareRoot()).relu()
    #expect(difference(seen, expected) < 1e-12)
  }

  @Test func calibrationTakesTheStatisticsOfItsTasks() {
    let images = Images(tasks: 2, normalization: .running)
    var calibrated = images.network
    calibrated.calibrate(step: 0, on: images.episodes.chunks(of: 1).map { (images.network, $0) })
    #expect(calibrated.buffers.count == 4 && images.network.buffers.isEmpty)
    let seen = images.episodes.support.joined(with: images.episodes.query).inputs
    let rows = calibrated.blocks[0].convolved(seen).flattened(0, 3)
    #expect(difference(rows.mean(0), calibrated.blocks[0].norm.mean!) < 1e-12)
    #expect(difference(rows.variance(0), calibrated.blocks[0].norm.variance!) < 1e-12)
    #expect(
      difference(calibrated.outputs(on: images.episodes.query), images.network.outputs(on: images.episodes.query))
        > 1e-6)
  }

  @Test func aStepHasItsOwnScale() {
    var network = Images(normSteps: 3).network
    let query = Images(normSteps: 3).episodes.query
    network.blocks[0].norm.scale = .concatenate([.ones([1, 8]), .full(2, [2, 8])], 0).converted(to: .float64)
    func answers(_ step: Int) -> Tensor { network.prepared(forStep: step, support: nil).outputs(on: query) }
    #expect(difference(answers(0), answers(1)) > 1e-6)
    #expect(difference(answers(2), answers(9)) == 0)
  }

  @Test func partsAreWhatTheyAreCalled() {
    let anatomy = Images().network.anatomy
    #expect(anatomy.leaves.filter(anatomy.head!.matches) == ["head.weight", "head.bias"])
    #expect(anatomy.leaves.filter(anatomy.body!.matches).contains("blocks.1.filter.weight"))
    #expect(!anatomy.leaves.filter(anatomy.adaptable.matches).contains { $0.contains("norm") })
  }
}
