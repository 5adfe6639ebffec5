import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MAMLPlusPlusTests {
  private let sinusoids = Sinusoids()

  private func learner(epoch: Int, steps: Int = 2, _ change: (inout MAMLPlusPlusOptions) -> Void = { _ in }) throws
    -> MAMLPlusPlus
  {
    var request = LearnerRequest(InnerLoop(steps: steps, rate: 0.05), on: sinusoids.network.anatomy)
    request.options.plusPlus.stepsPerEpoch = 10
    change(&request.options.plusPlus)
    request.progress = OuterProgress(step: epoch * 10 + 9, of: 1_000)
    return try MAMLPlusPlus(request)
  }

  @Test(
    "the annealed weights of five steps over ten epochs",
    arguments: [(0, 0.2, 0.2), (5, 0.1, 0.6), (9, 0.02, 0.92), (10, 0.006, 0.976), (50, 0.006, 0.976)])
  func weights(epoch: Int, early: Double, last: Double) {
    let weights = MAMLPlusPlus.annealedWeights(steps: 5, epoch: epoch, of: 10)
    #expect(weights.count == 5 && abs(weights[4] - last) < 1e-12)
    #expect(weights.dropLast().allSatisfy { abs($0 - early) < 1e-12 })
  }

  @Test func weightsSumToOneAndMoveToTheLast() {
    for steps in 1...7 {
      var before = 0.0
      for epoch in 0..<20 {
        let weights = MAMLPlusPlus.annealedWeights(steps: steps, epoch: epoch, of: 13)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
        #expect(weights.last! >= before)
        before = weights.last!
      }
    }
  }

  @Test func afterItsEpochsTheLastStepAloneCounts() throws {
    #expect(try learner(epoch: 9).method.queryWeights == MAMLPlusPlus.annealedWeights(steps: 2, epoch: 9, of: 10))
    #expect(try learner(epoch: 10).method.queryWeights.isEmpty)
    #expect(try learner(epoch: 0) { $0.hasMultiStepLoss = false }.method.queryWeights.isEmpty)
  }

  @Test func derivativesAreOfFirstOrderForTheFirstEpochs() throws {
    #expect(try learner(epoch: 2) { $0.firstOrderEpochs = 3 }.method.order == .first)
    #expect(try learner(epoch: 3) { $0.firstOrderEpochs = 3 }.method.order == .second)
  }

  @Test("the objective has the weights and derivatives in force", arguments: [0, 4, 12])
  func objective(epoch: Int) throws {
    let learner = try learner(epoch: epoch) { ($0.firstOrderEpochs, $0.multiStepEpochs) = (2, 8) }
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let check = MetaGradientCheck(learner, at: slow, on: sinusoids.episodes)
    #expect(check.passes(), "\(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  @Test func everyStepOfALeafHasARateThatIsLearned() throws {
    let learner = try learner(epoch: 0, steps: 3)
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    #expect(slow.rates.tensors.allSatisfy { $0.shape == [3] })
    let meta = learner.metaGradient(of: slow, on: sinusoids.episodes)
    #expect(meta.gradient.rates.tensors.allSatisfy { $0.magnitude().min().item > 0 })
  }

  @Test func withEverySwitchOffItIsMAML() throws {
    let learner = try learner(epoch: 0) { ($0.hasMultiStepLoss, $0.learnsRates) = (false, false) }
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let own = learner.metaGradient(of: slow, on: sinusoids.episodes)
    let plain = MAML(inner: InnerLoop(steps: 2, rate: 0.05)).metaGradient(of: slow, on: sinusoids.episodes)
    #expect(distance(plain.gradient, own.gradient) == 0 && own.loss == plain.loss)
  }

  @Test func contradictionsAreRefused() {
    #expect(throws: UnsupportedLearner.self) { try learner(epoch: 0) { $0.stepsPerEpoch = 0 } }
    var request = LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy)
    request.queryWeights = [1, 1]
    #expect(throws: UnsupportedLearner.self) { try MAMLPlusPlus(request) }
    request.options.plusPlus.hasMultiStepLoss = false
    #expect(throws: Never.self) { try MAMLPlusPlus(request) }
  }
}
