import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct BiasTuningTests {
  private let inner = InnerLoop(steps: 3, rate: 0.05)

  @Test func aTaskOwnsItsBiasesAlone() throws {
    let sinusoids = Sinusoids()
    let learner = try BiasTuning(LearnerRequest(inner, on: sinusoids.network.anatomy))
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let own = adaptedLeaves(learner, slow, on: sinusoids.episodes.support)
    #expect(own.names == (0..<3).map { "layers.\($0).bias" } && own.numbers == 6 + 6 + 1)
  }

  @Test func shiftsOfNormsAreBiases() throws {
    let images = Images(context: 0)
    let learner = try BiasTuning(LearnerRequest(inner, on: images.network.anatomy))
    let own = adaptedLeaves(learner, SlowWeights(images.network, inner: learner.inner), on: images.episodes.support)
    let blocks = images.network.blocks.indices.map { "blocks.\($0).norm.shift" }
    #expect(Set(own.names) == Set(blocks + ["head.bias"]))
  }

  @Test func biasesOfOneLayerMoveAllAnswersOfATaskAlike() throws {
    let sinusoids = Sinusoids()
    var generator = Generator(seed: 2)
    let network = MLP([1, 1], using: &generator).map { $0.converted(to: .float64) }
    let learner = try BiasTuning(LearnerRequest(inner, on: network.anatomy))
    let adapted = learner.inner.adapt(SlowWeights(network, inner: learner.inner), to: sinusoids.episodes.support).last!
    let moved = adapted.outputs(on: sinusoids.episodes.query) - network.outputs(on: sinusoids.episodes.query)
    #expect((moved - moved.narrowed(1, from: 0, length: 1)).magnitude().max().item < 1e-12)
    #expect(moved.magnitude().min().item > 1e-4)
  }

  @Test func biasesThatNoAnswerDependsOnAreNoBiases() {
    let anatomy = Tokens().network.anatomy
    #expect(anatomy.leaves.contains("halt.bias") && anatomy.biases == nil)
    let refusal = #expect(throws: UnsupportedLearner.self) { try BiasTuning(LearnerRequest(inner, on: anatomy)) }
    #expect(refusal?.reason.contains("lora") == true)
  }
}
