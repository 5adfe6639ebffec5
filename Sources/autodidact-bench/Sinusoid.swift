import MetaLearning
import Networks
import Randomness
import Tensors

/// Second-order MAML on the sinusoid, the work of Benchmarks/peers/sinusoid.py: 25 tasks y = a·sin(x − p), 10 + 10
/// points, 1-40-40-1, SGD of rate 0.01 inside and Adam of rate 0.001 outside; its own tasks drawn.
func benchSinusoid() {
  for steps in [1, 5] {
    let inner = InnerLoop(steps: steps, rate: 0.01)
    let learner = MAML(inner: inner)
    var generator = Generator(seed: 0)
    var slow = SlowWeights(MLP([1, 40, 40, 1], using: &generator), inner: inner)
    var optimizer = Optimizer<SlowWeights<MLP>>(OptimizerRule(.adamW))
    let iterations = 100
    report("sinusoid-\(steps)", iterations: iterations) {
      for _ in 0..<iterations {
        let asked = learner.metaGradient(of: slow, on: sinusoids(tasks: 25, shots: 10, using: &generator))
        optimizer.update(&slow, with: asked.gradient, rate: 1e-3)
      }
    }
  }
}

private func sinusoids(tasks: Int, shots: Int, using generator: inout Generator) -> EpisodeBatch<ExampleBatch> {
  let amplitudes = Tensor.uniform([tasks, 1, 1], low: 0.1, high: 5, using: &generator)
  let phases = Tensor.uniform([tasks, 1, 1], high: .pi, using: &generator)
  let x = Tensor.uniform([tasks, 2 * shots, 1], low: -5, high: 5, using: &generator)
  let y = amplitudes * (x - phases).sin()
  func half(_ start: Int) -> ExampleBatch {
    ExampleBatch(
      inputs: x.narrowed(1, from: start, length: shots), targets: y.narrowed(1, from: start, length: shots))
  }
  return EpisodeBatch(support: half(0), query: half(shots))
}
