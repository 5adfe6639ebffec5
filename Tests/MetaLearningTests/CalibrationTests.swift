import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct CalibrationTests {
  private func difference(_ a: Tensor, _ b: Tensor) -> Double { (a - b).magnitude().max().item }

  private func calibrated(
    _ images: Images, steps: Int
  ) -> (inner: InnerLoop, fresh: SlowWeights<ConvNet>, slow: SlowWeights<ConvNet>) {
    let inner = InnerLoop(steps: steps, rate: 0.5, leaves: images.network.anatomy.adaptable)
    let fresh = SlowWeights(images.network, inner: inner)
    return (inner, fresh, MAML(inner: inner).calibrated(fresh, on: images.episodes.chunks(of: 1)))
  }

  @Test("each inner step has the statistics of the weights that it makes, by the statistics before it")
  func statisticsOfEachStep() {
    let images = Images(tasks: 3, normalization: .running)
    let (inner, _, slow) = calibrated(images, steps: 2)
    let norm = slow.network.blocks[0].norm
    #expect(norm.mean!.shape == [3, 8] && norm.variance!.shape == [3, 8])
    let seen = images.episodes.support.joined(with: images.episodes.query).inputs
    for (step, network) in inner.adapt(slow, to: images.episodes.support).enumerated() {
      let rows = network.blocks[0].convolved(seen).flattened(0, 3)
      #expect(difference(rows.mean(0), norm.mean!.selected(0, step)) < 1e-12)
      #expect(difference(rows.variance(0), norm.variance!.selected(0, step)) < 1e-12)
    }
    #expect(difference(norm.mean!.selected(0, 0), norm.mean!.selected(0, 2)) > 1e-6)
  }

  @Test("a second block is normalized by what the first makes of its own statistics")
  func laterBlocks() {
    let images = Images(tasks: 2, normalization: .running)
    let (inner, _, slow) = calibrated(images, steps: 1)
    let network = inner.adapt(slow, to: images.episodes.support).last!
    let seen = images.episodes.support.joined(with: images.episodes.query).inputs
    let rows = network.blocks[1].convolved(network.blocks[0](seen, step: 1, reference: 0)).flattened(0, 3)
    #expect(difference(rows.mean(0), slow.network.blocks[1].norm.mean!.selected(0, 1)) < 1e-12)
  }

  @Test("a step beyond those calibrated has the last one's statistics, and its answers see no other query")
  func laterSteps() {
    let images = Images(tasks: 1, normalization: .running)
    let (inner, _, slow) = calibrated(images, steps: 1)
    let network = inner.adapt(slow, to: images.episodes.support, steps: 3).last!
    let query = images.episodes.query
    #expect(difference(network.outputs(on: query), network.prepared(forStep: 1, support: nil).outputs(on: query)) == 0)
    let first = ExampleBatch(
      inputs: query.inputs.narrowed(1, from: 0, length: 1), labels: query.targets.narrowed(1, from: 0, length: 1),
      ways: 3)
    #expect(difference(network.outputs(on: query).narrowed(1, from: 0, length: 1), network.outputs(on: first)) < 1e-9)
  }

  @Test("a network without running statistics stays as it is")
  func others() {
    let (_, fresh, slow) = calibrated(Images(normalization: .support), steps: 1)
    #expect(slow.network.buffers.isEmpty)
    #expect(zip(fresh.tensors, slow.tensors).allSatisfy { difference($0, $1) == 0 })
  }

  @Test("taking steps anew drops those that came after")
  func anew() {
    let images = Images(tasks: 1, normalization: .running)
    let (_, _, slow) = calibrated(images, steps: 2)
    let again = MAML(inner: InnerLoop(steps: 1, rate: 0.5, leaves: images.network.anatomy.adaptable))
      .calibrated(slow, on: [images.episodes])
    #expect(again.network.blocks[0].norm.mean!.shape == [2, 8])
  }
}
