import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct JointTrainingTests {
  @Test func itIsTheGradientOfTheMeanLossOfEveryExample() {
    let sinusoids = Sinusoids()
    let slow = SlowWeights(sinusoids.network, inner: InnerLoop(steps: 1, rate: 0.1))
    let meta = JointTraining().metaGradient(of: slow, on: sinusoids.episodes)
    let all = ExampleBatch(
      inputs: .concatenate([sinusoids.episodes.support.inputs, sinusoids.episodes.query.inputs], 1),
      targets: .concatenate([sinusoids.episodes.support.targets, sinusoids.episodes.query.targets], 1))
    let (value, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: all).mean() }
    #expect(distance(gradient, meta.gradient.network) < 1e-10)
    #expect(abs(value.item - meta.loss) < 1e-12)
  }
}
