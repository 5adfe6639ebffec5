import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct PrefixTuningTests {
  private func inner(_ rule: InnerLoop.Rule = .sgd) -> InnerLoop { InnerLoop(steps: 2, rule: rule, rate: 0.05) }

  @Test func aTaskOwnsItsPromptAlone() throws {
    let tokens = Tokens()
    let learner = try PrefixTuning(LearnerRequest(inner(.normalized), on: tokens.network.anatomy))
    let slow = SlowWeights(tokens.network, inner: learner.inner)
    let own = adaptedLeaves(learner, slow, on: tokens.episodes.support)
    #expect(own.names == ["task"] && own.numbers == 8)
  }

  @Test func severalPlacesAreSeveralSoftTokens() throws {
    var generator = Generator(seed: 2)
    var c = Tokens().network.configuration
    (c.prefix, c.taskWidth) = (3, 3 * c.width)
    var network = TinyRecursiveModel(c, using: &generator)
    let batch = Tokens().episodes.query
    let blank = network.outputs(on: batch)
    for place in 0..<3 {
      network.task = Tensor((0..<c.taskWidth).map { $0 / c.width == place ? Float($0 % 5) - 2 : 0 })
      #expect((network.outputs(on: batch) - blank).magnitude().max().item > 1e-4, "place \(place)")
    }
  }

  @Test func itIsCAVIABesideALearnedStart() throws {
    let sinusoids = Sinusoids(context: 3)
    let request = LearnerRequest(inner(), on: sinusoids.network.anatomy)
    let (prefix, cavia) = (try PrefixTuning(request), try CAVIA(request))
    let slow = SlowWeights(sinusoids.network, inner: prefix.inner)
    let mine = prefix.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    let theirs = cavia.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    for (a, b) in zip(mine.leaves, theirs.leaves) {
      if a.name == "context" {
        #expect(a.tensor.magnitude().max().item > 0 && b.tensor.magnitude().max().item == 0)
      } else {
        #expect((a.tensor - b.tensor).magnitude().max().item < 1e-12, "\(a.name)")
      }
    }
  }

  @Test func aNetworkThatReadsNoPromptIsRefused() {
    #expect(throws: UnsupportedLearner.self) {
      try PrefixTuning(LearnerRequest(inner(), on: Sinusoids().network.anatomy))
    }
    var generator = Generator(seed: 2)
    var c = Tokens().network.configuration
    (c.prefix, c.taskWidth) = (0, 0)
    let network = TinyRecursiveModel(c, using: &generator)
    #expect(throws: UnsupportedLearner.self) { try PrefixTuning(LearnerRequest(inner(), on: network.anatomy)) }
  }
}
