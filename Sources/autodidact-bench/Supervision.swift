import Networks
import Randomness
import Tensors

/// Measures a supervision step of TRM (forward, backward, AdamW) at the three sizes of Benchmarks/peers/trm_torch.py.
func benchSupervision() {
  for size in sizes { benchSupervision(size) }
}

private struct Size {
  var (width, heads, batch, length, vocabulary, highCycles, lowCycles): (Int, Int, Int, Int, Int, Int, Int)
}

private let sizes = [
  Size(width: 64, heads: 4, batch: 64, length: 25, vocabulary: 12, highCycles: 2, lowCycles: 2),
  Size(width: 128, heads: 4, batch: 64, length: 40, vocabulary: 12, highCycles: 2, lowCycles: 3),
  Size(width: 512, heads: 8, batch: 16, length: 81, vocabulary: 11, highCycles: 3, lowCycles: 6),
]

private func benchSupervision(_ size: Size) {
  var c = TinyRecursiveConfiguration()
  (c.width, c.heads, c.vocabulary, c.maximumLength) = (size.width, size.heads, size.vocabulary, size.length)
  (c.highCycles, c.lowCycles, c.prefix, c.taskWidth, c.loss) = (size.highCycles, size.lowCycles, 0, 0, .softmax)
  var generator = Generator(seed: 0)
  var model = TinyRecursiveModel(c, using: &generator)
  var optimizer = Optimizer<TinyRecursiveModel>(OptimizerRule(.adamW, weightDecay: 0.1))
  let shape = [size.batch, size.length]
  let tokens = Tensor.integers(0..<size.vocabulary, shape, using: &generator)
  let labels = Tensor.integers(0..<size.vocabulary, shape, using: &generator)
  let layout = TokenLayout(size.length)
  report("trm-\(size.width)") {
    let (_, gradient) = valueAndGradient(at: model) { model in
      let output = model(
        model.start([size.batch], length: size.length), input: model.embed(tokens, layout: layout), layout: layout)
      return TinyRecursiveModel.loss(of: output, labels: labels, crossEntropy: c.loss).loss.mean()
    }
    optimizer.update(&model, with: gradient, rate: 1e-4)
  }
}
