import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MetaSGDTests {
  private let sinusoids = Sinusoids()

  private func learner(_ change: (inout MetaSGDOptions) -> Void = { _ in }) throws -> MetaSGD {
    var request = LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy)
    change(&request.options.metaSGD)
    return try MetaSGD(request)
  }

  private func start(_ learner: MetaSGD, seed: UInt64 = 1) -> SlowWeights<MLP> {
    var generator = Generator(seed: seed)
    return learner.initialSlowWeights(for: sinusoids.network, using: &generator)
  }

  @Test("with all rates equal it is MAML, signed or not", arguments: [false, true])
  func equalRates(isSigned: Bool) throws {
    let learner = try learner { $0.isSigned = isSigned }
    let own = learner.metaGradient(of: start(learner), on: sinusoids.episodes)
    let inner = InnerLoop(steps: 2, rate: 0.05)
    let plain = MAML(inner: inner).metaGradient(
      of: SlowWeights(sinusoids.network, inner: inner), on: sinusoids.episodes)
    #expect(distance(plain.gradient.network, own.gradient.network) < 1e-10)
    #expect(abs(own.loss - plain.loss) < 1e-12)
  }

  @Test func aSignedRatesGradientIsThatOfItsLogarithmOverTheRate() throws {
    let (signed, positive) = (try learner { $0.isSigned = true }, try learner())
    let own = signed.metaGradient(of: start(signed), on: sinusoids.episodes).gradient.rates
    let logarithms = positive.metaGradient(of: start(positive), on: sinusoids.episodes).gradient.rates
    for (a, b) in zip(own.tensors, logarithms.tensors) {
      #expect((a * 0.05 - b).magnitude().max().item < 1e-10 && a.shape == b.shape)
    }
  }

  @Test func aNegativeRateClimbs() throws {
    let learner = try learner { $0.isSigned = true }
    var slow = start(learner)
    slow.rates = slow.rates.map { -$0 }
    let states = learner.inner.adapt(slow, to: sinusoids.episodes.support)
    let losses = states.map { $0.losses(on: sinusoids.episodes.support).mean().item }
    #expect(losses[1] > losses[0] && losses[2] > losses[1])
    #expect(MetaGradientCheck(learner, at: slow, on: sinusoids.episodes).passes())
  }

  @Test func oneRateIsDrawnFromTheRangeForAllElements() throws {
    let learner = try learner { ($0.rateRange, $0.isSigned) = ([0.005, 0.1], true) }
    let drawn = (1...20).map { (seed: UInt64) in
      let rates = start(learner, seed: seed).rates.tensors
      let first = rates[0].min().item
      #expect(rates.allSatisfy { $0.min().item == first && $0.max().item == first })
      return first
    }
    #expect(drawn.allSatisfy { (0.005...0.1).contains($0) } && Set(drawn).count == 20)
    #expect(throws: UnsupportedLearner.self) { try self.learner { $0.rateRange = [0.1, 0.005] } }
  }
}
