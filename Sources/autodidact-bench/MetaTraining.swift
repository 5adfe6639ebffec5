import MetaLearning
import Networks
import Randomness
import Tensors

/// Measures a step of second-order MAML of the shipped network on sequences: 8 tasks, 16 + 16 examples of 8 tokens.
func benchMetaTraining() {
  var c = TinyRecursiveConfiguration()
  (c.positionHeads, c.highCycles, c.lowCycles, c.expansion, c.innerMultiple) = (4, 1, 2, 3, 64)
  (c.loss, c.haltWeight) = (.softmax, 0.1)
  let inner = InnerLoop()
  let learner = MAML(inner: inner)
  var generator = Generator(seed: 0)
  var slow = SlowWeights(TinyRecursiveModel(c, using: &generator), inner: inner)
  var optimizer = Optimizer<SlowWeights<TinyRecursiveModel>>(OptimizerRule(.adamATan2))
  var average = MovingAverage(of: slow, decay: 0.99)
  func batch() -> TokenBatch {
    TokenBatch(
      inputs: .integers(0..<c.vocabulary, [8, 16, 8], using: &generator),
      labels: .integers(0..<c.vocabulary, [8, 16, 8], using: &generator), layout: TokenLayout(8))
  }
  report("trm-maml") {
    let asked = learner.metaGradient(of: slow, on: EpisodeBatch(support: batch(), query: batch()))
    optimizer.update(&slow, with: asked.gradient, rate: 1e-4)
    average.update(with: slow)
  }
}
