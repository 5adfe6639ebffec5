// Meta-trains a network of 1,761 weights on sine waves, so that one gradient step on ten points teaches it a new one.
import MetaLearning
import Networks
import Randomness
import Tasks

var generator = Generator(seed: 0)
let inner = InnerLoop(steps: 1, rate: 0.01)
let learner = MAML(inner: inner)
var slow = SlowWeights(MLP([1, 40, 40, 1], using: &generator), inner: inner)
var optimizer = Optimizer<SlowWeights<MLP>>(OptimizerRule(.adamW))

func waves(_ count: Int, in split: Split, using generator: inout Generator) -> EpisodeBatch<ExampleBatch> {
  let family = RegressionFamily.sinusoid
  let episodes = (0..<count).map { _ in family.episode(in: split, EpisodeShape(shots: 10), using: &generator) }
  return EpisodeBatch(episodes, of: family, ways: 1)
}

for step in 1...3_000 {
  let meta = learner.metaGradient(of: slow, on: waves(25, in: .metaTrain, using: &generator))
  optimizer.update(&slow, with: meta.gradient, rate: 1e-3)
  if step % 500 == 0 { print("after \(step) meta-batches: loss \(meta.loss)") }
}
let loss = learner.metaGradient(of: slow, on: waves(600, in: .metaTest, using: &generator)).loss
print("a wave of its own after one step on ten points: mean squared error \(loss)")
