import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MatchingNetworksTests {
  private let classes = Classes()

  private func learner(_ change: (inout MatchingOptions) -> Void = { _ in }) throws -> MatchingNetworks {
    var request = LearnerRequest(InnerLoop(), on: classes.network.anatomy, hasClasses: true)
    change(&request.options.matching)
    return try MatchingNetworks(request)
  }

  private func start(_ learner: MatchingNetworks) -> SlowWeights<MLP> {
    var generator = Generator(seed: 5)
    return learner.initialSlowWeights(for: classes.network, using: &generator)
  }

  @Test("Equation 1: the attention over the support set, summed by label")
  func equation() throws {
    let learner = try learner()
    let p = learner.outputs(of: start(learner), on: classes.episodes).exp()

    let f = classes.network.features(of: classes.episodes.query)
    let g = classes.network.features(of: classes.episodes.support)
    let norms = (f.squared().sum(-1, keeping: true) * g.squared().sum(-1).unsqueezed(1)).squareRoot()
    // [tasks, queries, 3 · 2], classes in a row
    let attention = (f.matmul(g.transposed()) / norms.clamped(to: 1e-9...1e9)).softmax(-1)
    #expect((attention.reshaped(3, 9, 3, 2).sum(-1) - p).magnitude().max().item < 1e-6)
    #expect((p.sum(-1) - 1).magnitude().max().item < 1e-12)
  }

  @Test("the likeness does not depend on how long features are")
  func scale() throws {
    let learner = try learner()
    var slow = start(learner)
    let before = learner.outputs(of: slow, on: classes.episodes)
    // The last layer before the head, ten times as large.
    slow.network.layers[1] = slow.network.layers[1].map { $0 * 10 }
    #expect((learner.outputs(of: slow, on: classes.episodes) - before).magnitude().max().item < 1e-6)
  }

  @Test("colder attention is the nearest neighbour's label; hotter is the share of each class")
  func temperature() throws {
    let cold = try learner { $0.temperature = 1e-3 }
    let same = EpisodeBatch(support: classes.episodes.support, query: classes.episodes.support)
    #expect(same.query.scores(of: cold.outputs(of: start(cold), on: same)) == [1, 1, 1])
    let loss = cold.losses(of: start(cold), on: classes.episodes)
    #expect(loss.isFinite().all().item == 1)
    let hot = try learner { $0.temperature = 1e6 }
    #expect((hot.outputs(of: start(hot), on: classes.episodes).exp() - 1.0 / 3).magnitude().max().item < 1e-5)
  }

  @Test("a learned temperature starts as given and has a gradient")
  func learned() throws {
    let (fixed, learned) = (
      try learner { $0.temperature = 0.3 },
      try learner { ($0.temperature, $0.learnsTemperature) = (0.3, true) }
    )
    let slow = start(learned)
    let difference =
      learned.outputs(of: slow, on: classes.episodes) - fixed.outputs(of: start(fixed), on: classes.episodes)
    #expect(difference.magnitude().max().item < 1e-6)
    #expect(slow.names.contains("parts.matching.logTemperature"))
    #expect(!start(fixed).names.contains { $0.hasPrefix("parts") })
    let check = MetaGradientCheck(learned, at: slow, on: classes.episodes)
    #expect(check.passes() && check.leaves.last!.analytic != 0)
  }

  @Test("full context: the meta-gradient goes through the readers, and each task reads its own support set")
  func fullContext() throws {
    let learner = try learner { ($0.fullContext, $0.readSteps) = (true, 2) }
    let slow = start(learner)
    #expect(MetaGradientCheck(learner, at: slow, on: classes.episodes, elements: 2).passes())
    let together = learner.outputs(of: slow, on: classes.episodes)
    let alone = classes.episodes.chunks(of: 1).map { learner.outputs(of: slow, on: $0) }
    #expect((Tensor.concatenate(alone) - together).magnitude().max().item < 1e-12)
  }

  @Test("settings that make no sense are refused")
  func refused() {
    #expect(throws: UnsupportedLearner.self) { _ = try learner { $0.temperature = 0 } }
    #expect(throws: UnsupportedLearner.self) { _ = try learner { $0.readSteps = 0 } }
  }
}
