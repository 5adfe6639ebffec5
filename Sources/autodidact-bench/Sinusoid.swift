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

/// The other methods on the same tasks, each one pass of our own: FOMAML of 1 and 5 steps, Reptile of 5 (outer SGD of
/// rate 0.1), implicit MAML of 16 steps and 5 of conjugate gradients with λ = 2.
func benchSinusoidMethods() {
  for steps in [1, 5] {
    benchSinusoid("sinusoid-fomaml-\(steps)", steps: steps) { network, rates, shares, tasks in
      multilayerMetaGradient(
        parameters: network, logarithms: rates, shares: shares, support: tasks.support, query: tasks.query,
        secondOrder: false)
    }
  }
  benchSinusoid("sinusoid-reptile", steps: 5, outer: (.sgd, 0.1)) { network, rates, shares, tasks in
    multilayerDisplacement(
      parameters: network, logarithms: rates, shares: shares, support: tasks.support, query: tasks.query)
  }
  benchSinusoid("sinusoid-imaml", steps: 16) { network, rates, shares, tasks in
    multilayerImplicitGradient(
      parameters: network, logarithms: rates, shares: shares, regularization: 2, solverSteps: 5,
      support: tasks.support, query: tasks.query)
  }
}

private typealias Examples = (inputs: Tensor, targets: Tensor)

private func benchSinusoid(
  _ name: String, steps: Int, outer: (kind: OptimizerRule.Kind, rate: Double) = (.adamW, 1e-3),
  _ direction: ([Tensor], [Tensor], [Double], (support: Examples, query: Examples)) -> (Double, [Tensor])?
) {
  var generator = Generator(seed: 0)
  var network = MLP([1, 40, 40, 1], using: &generator)
  var optimizer = Optimizer<MLP>(OptimizerRule(outer.kind))
  let rates = network.tensors.map { _ in Tensor.full(0.01, [1]).log() }
  let shares = [Double](repeating: 1, count: steps)
  let iterations = 100
  report(name, iterations: iterations) {
    for _ in 0..<iterations {
      let drawn = sinusoids(tasks: 25, shots: 10, using: &generator)
      let tasks = ((drawn.support.inputs, drawn.support.targets), (drawn.query.inputs, drawn.query.targets))
      guard let (_, gradient) = direction(network.tensors, rates, shares, tasks) else { stop("no pass for \(name)") }
      optimizer.update(&network, with: network.replacing(Array(gradient.prefix(rates.count))), rate: outer.rate)
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
