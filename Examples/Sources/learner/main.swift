// A learner of one's own is its equation; everything that takes a learner takes it.
import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors

/// A method that learns an initialization from which every inner step helps, not the last alone.
///
/// θ ← θ − β ∇θ mean over tasks and steps of L(query, φₖ)
struct EveryStep: MetaLearner {
  let inner: InnerLoop

  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    let (value, gradient) = valueAndGradient(at: slow) { loss(at: $0, on: episodes, order: .second) }
    return MetaGradient(gradient: gradient, loss: value.item)
  }

  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double { loss(at: slow, on: episodes, order: .none).item }

  private func loss<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>, order: DerivativeOrder
  ) -> Tensor {
    let states = inner.adapt(slow, to: episodes.support, order: order).dropFirst()
    return states.map { $0.losses(on: episodes.query).mean() }.reduce(Tensor(0), +) * (1 / Double(states.count))
  }
}

var generator = Generator(seed: 0)
let learner = EveryStep(inner: InnerLoop(steps: 3, rate: 0.01))
var slow = learner.initialSlowWeights(for: MLP([1, 40, 40, 1], using: &generator), using: &generator)
var optimizer = Optimizer<SlowWeights<MLP>>(OptimizerRule(.adamW))

func waves(_ count: Int, in split: Split, using generator: inout Generator) -> EpisodeBatch<ExampleBatch> {
  let family = RegressionFamily.sinusoid
  let episodes = (0..<count).map { _ in family.episode(in: split, EpisodeShape(shots: 10), using: &generator) }
  return EpisodeBatch(episodes, of: family, ways: 1)
}

for _ in 1...1_000 {
  let meta = learner.metaGradient(of: slow, on: waves(25, in: .metaTrain, using: &generator))
  optimizer.update(&slow, with: meta.gradient, rate: 1e-3)
}
let test = waves(600, in: .metaTest, using: &generator)
for (step, network) in learner.inner.adapt(slow, to: test.support).enumerated() {
  print("mean squared error after \(step) steps: \(network.losses(on: test.query).mean().item)")
}
