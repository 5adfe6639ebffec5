import MetaLearning
import Networks
import Randomness
import Tensors

/// Measures Conv4 of 64 filters on images of Omniglot's size, the work of Benchmarks/peers/omniglot.py: MAML of second
/// and first order on 32 tasks, 5-way 1-shot with one query a class, one inner step of rate 0.4 on all leaves, Adam
/// outside.
func benchOmniglot() {
  let inner = InnerLoop(steps: 1, rate: 0.4)
  for (order, name) in [(DerivativeOrder.second, "second"), (.first, "first")] {
    let learner = MAML(inner: inner, order: order)
    var generator = Generator(seed: 0)
    var slow = SlowWeights(ConvNet(ConvNetConfiguration(), using: &generator), inner: inner)
    var optimizer = Optimizer<SlowWeights<ConvNet>>(OptimizerRule(.adamW))
    let episodes = EpisodeBatch(
      support: sparseImages(32, ways: 5, shots: 1, using: &generator),
      query: sparseImages(32, ways: 5, shots: 1, using: &generator))
    let peak = Memory.peakBytes { _ = learner.metaGradient(of: slow, on: episodes) }.bytes
    report("omniglot-maml-\(name)", more: [("peak_tensor_mb", Double(peak) * 1e-6)]) {
      let asked = learner.metaGradient(of: slow, on: episodes)
      optimizer.update(&slow, with: asked.gradient, rate: 1e-3)
    }
  }
  benchPrototypes()
}

/// Measures an episode of prototypical networks: 20-way 1-shot with five queries a class, blocks halved by pooling,
/// Adam.
private func benchPrototypes() {
  var c = ConvNetConfiguration()
  c.downsampling = .pool
  var generator = Generator(seed: 0)
  let network = ConvNet(c, using: &generator)
  do {
    let learner = try PrototypicalNetworks(LearnerRequest(InnerLoop(), on: network.anatomy, hasClasses: true))
    var slow = SlowWeights(network, inner: learner.inner)
    var optimizer = Optimizer<SlowWeights<ConvNet>>(OptimizerRule(.adamW))
    let episodes = EpisodeBatch(
      support: sparseImages(1, ways: 20, shots: 1, using: &generator),
      query: sparseImages(1, ways: 20, shots: 5, using: &generator))
    report("omniglot-proto") {
      let asked = learner.metaGradient(of: slow, on: episodes)
      optimizer.update(&slow, with: asked.gradient, rate: 1e-3)
    }
  } catch {
    stop("omniglot-proto: \(error)")
  }
}

/// Returns images of zeros and ones, a tenth of them ones, class after class.
private func sparseImages(_ tasks: Int, ways: Int, shots: Int, using generator: inout Generator) -> ExampleBatch {
  let ink = Tensor.uniform([tasks, ways * shots, 28, 28, 1], using: &generator) .< 0.1
  let labels = Tensor.range(0, Double(ways), dtype: .int64).reshaped(1, ways, 1).expanded([tasks, ways, shots])
  return ExampleBatch(
    inputs: ink.converted(to: .float32), labels: labels.reshaped(tasks, ways * shots), ways: ways)
}
