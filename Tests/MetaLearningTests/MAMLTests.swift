import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MAMLTests {
  private func queryLoss<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ inner: InnerLoop, _ episodes: EpisodeBatch<Network.Batch>, weights: [Double]
  ) -> Double {
    let states = inner.adapt(slow, to: episodes.support, order: .second)
    let total = weights.reduce(0, +)
    return zip(states.dropFirst(), weights).map { $0.losses(on: episodes.query).mean().item * $1 / total }.reduce(0, +)
  }

  @Test(
    "the meta-gradient is the finite difference, through every rule, to weights and rates",
    arguments: InnerLoop.Rule.allCases, [InnerLoop.Rates.perLeaf, .perElement])
  func finiteDifferences(rule: InnerLoop.Rule, rates: InnerLoop.Rates) {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 2, rule: rule, rate: 0.02)
    inner.rates = rates
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let error = finiteDifferenceError(of: meta.gradient, at: slow) {
      queryLoss($0, inner, sinusoids.episodes, weights: [0, 1])
    }
    #expect(error < 1e-5)
  }

  @Test("also through attention, place heads and both losses", arguments: Loss.CrossEntropy.allCases)
  func finiteDifferencesOfTheRecursiveModel(loss: Loss.CrossEntropy) {
    let tokens = Tokens(tasks: 2, loss: loss)
    var inner = InnerLoop(steps: 2, rule: .normalized, rate: 0.02)
    inner.rates = .perLeaf
    let slow = SlowWeights(tokens.network, inner: inner)
    let meta = MAML(inner: inner, queryWeights: [1, 2]).metaGradient(of: slow, on: tokens.episodes)
    let error = finiteDifferenceError(of: meta.gradient, at: slow) {
      queryLoss($0, inner, tokens.episodes, weights: [1, 2])
    }
    #expect(error < 1e-4)
  }

  @Test("a leaf that waits for its phase is not differentiated through the steps before", arguments: [false, true])
  func phases(checkpointsSteps: Bool) {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 3, rate: 0.1)
    inner.phases = [.init(leaves: "layers.2.*", steps: 1), .init(leaves: "*", steps: 2)]
    (inner.rates, inner.checkpointsSteps) = (.perLeaf, checkpointsSteps)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    #expect(MetaGradientCheck(MAML(inner: inner), at: slow, on: sinusoids.episodes).error < 1e-6)
    // The steps are what they are without a tape.
    let states = [DerivativeOrder.none, .second].map {
      inner.adapt(slow, to: sinusoids.episodes.support, order: $0).last!
    }
    #expect(distance(states[0], states[1]) < 1e-12)
  }

  @Test func withoutAStepItIsJointTrainingOnTheQuerySet() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 0, rate: 0.1)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let (_, gradient) = valueAndGradient(at: slow) { $0.network.losses(on: sinusoids.episodes.query).mean() }
    #expect(distance(gradient.network, meta.gradient.network) < 1e-12)
  }

  @Test func chunksGiveTheWholeBatchsGradient() {
    let sinusoids = Sinusoids(tasks: 5)
    var inner = InnerLoop(steps: 2, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let whole = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    inner.tasksAtOnce = 2
    let parts = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    #expect(distance(whole.gradient, parts.gradient) < 1e-10)
    #expect(abs(whole.loss - parts.loss) < 1e-10)
  }

  @Test func batchedIsLooped() {
    let sinusoids = Sinusoids(tasks: 4)
    let inner = InnerLoop(steps: 3, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let together = MAML(inner: inner).metaGradient(of: slow, on: sinusoids.episodes).gradient
    let alone = sinusoids.episodes.chunks(of: 1).map { MAML(inner: inner).metaGradient(of: slow, on: $0).gradient }
    let mean = alone.dropFirst().reduce(alone[0]) { $0.zip($1) { $0 + $1 } }.map { $0 * 0.25 }
    #expect(distance(mean, together) < 1e-6)
  }

  @Test("steps that are computed again give the same gradient", arguments: InnerLoop.Rule.allCases)
  func recomputed(rule: InnerLoop.Rule) {
    let tokens = Tokens(tasks: 2)
    var inner = InnerLoop(steps: 3, rule: rule, rate: 0.02)
    inner.rates = .perLeaf
    let slow = SlowWeights(tokens.network, inner: inner)
    let kept = MAML(inner: inner, queryWeights: [1, 1, 2]).metaGradient(of: slow, on: tokens.episodes)
    inner.checkpointsSteps = true
    let again = MAML(inner: inner, queryWeights: [1, 1, 2]).metaGradient(of: slow, on: tokens.episodes)
    #expect(distance(kept.gradient, again.gradient) < 1e-10)
  }
}
