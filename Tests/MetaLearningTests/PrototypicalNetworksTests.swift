import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct PrototypicalNetworksTests {
  private func learner(_ network: MLP) throws -> PrototypicalNetworks {
    try PrototypicalNetworks(LearnerRequest(InnerLoop(), on: network.anatomy, hasClasses: true))
  }

  @Test("Section 2.4: it is a linear classifier with weights 2c and biases −‖c‖²")
  func linear() throws {
    let classes = Classes(ways: 3, shots: 2)
    let learner = try learner(classes.network)
    let slow = SlowWeights(classes.network, inner: learner.inner)
    let probabilities = learner.outputs(of: slow, on: classes.episodes).softmax(-1)

    let support = classes.network.features(of: classes.episodes.support)  // [tasks, 3 · 2, width], classes in a row
    let c = support.reshaped(3, 3, 2, -1).mean(2)
    let query = classes.network.features(of: classes.episodes.query)
    let logits = query.matmul((c * 2).transposed()) - c.squared().sum(-1).unsqueezed(1)
    #expect((logits.softmax(-1) - probabilities).magnitude().max().item < 1e-12)
  }

  @Test("a query that is its class's one example is at distance 0, nearer than any other")
  func nearest() throws {
    let classes = Classes(shots: 1)
    let learner = try learner(classes.network)
    let same = EpisodeBatch(support: classes.episodes.support, query: classes.episodes.support)
    let outputs = learner.outputs(of: SlowWeights(classes.network, inner: learner.inner), on: same)
    let own = outputs.taking(-1, at: same.query.targets.unsqueezed(-1))
    #expect(own.magnitude().max().item < 1e-24)
    #expect(same.query.scores(of: outputs) == [1, 1, 1])
  }

  @Test("classes of unequal shots have the means of their own examples")
  func unequal() throws {
    let classes = Classes(tasks: 1, ways: 3, shots: 2)
    let support = classes.episodes.support
    let learner = try learner(classes.network)
    let slow = SlowWeights(classes.network, inner: learner.inner)
    // Without the last example of class 2, its prototype is the other one.
    let fewer = ExampleBatch(
      inputs: support.inputs.narrowed(1, from: 0, length: 5), labels: support.targets.narrowed(1, from: 0, length: 5),
      ways: 3)
    let outputs = learner.outputs(of: slow, on: EpisodeBatch(support: fewer, query: classes.episodes.query))
    let one = classes.network.features(of: fewer).narrowed(1, from: 4, length: 1)
    let distance = (classes.network.features(of: classes.episodes.query) - one).squared().sum(-1)
    #expect((outputs.selected(2, 2) + distance).magnitude().max().item < 1e-12)
  }

  @Test("the loss is the cross-entropy of a uniform guess where all features are equal")
  func uniform() throws {
    let classes = Classes(ways: 3)
    var network = classes.network
    network.layers[0] = network.layers[0].map { .zeros(like: $0) }
    let learner = try learner(network)
    let loss = learner.losses(of: SlowWeights(network, inner: learner.inner), on: classes.episodes).mean().item
    #expect(abs(loss - 1.0986122886681098) < 1e-12)
  }
}
