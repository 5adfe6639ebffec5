import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct NeuralProcessTests {
  private let network: NeuralProcess
  private let x: Tensor
  private let y: Tensor

  init() {
    var generator = Generator(seed: 1)
    network = NeuralProcess(2, 1, width: 8, using: &generator).map { $0.converted(to: .float64) }
    x = .normal([3, 5, 2], dtype: .float64, using: &generator)
    y = .normal([3, 5, 1], dtype: .float64, using: &generator)
  }

  @Test("a set has no order, and an example that is there twice in every place counts once")
  func set() {
    let r = network.representation(of: x, y)
    let turned = network.representation(of: x.flipped(1), y.flipped(1))
    let doubled = network.representation(of: .concatenate([x, x], 1), .concatenate([y, y], 1))
    #expect(r.shape == [3, 8])
    #expect((r - turned).magnitude().max().item < 1e-12)
    #expect((r - doubled).magnitude().max().item < 1e-12)
  }

  @Test("deviations never fall below a tenth")
  func deviations() {
    let (mean, deviation) = network(x * 100)
    #expect(mean.shape == [3, 5, 1] && deviation.shape == [3, 5, 1])
    #expect(deviation.min().item >= 0.1)
  }

  @Test("the context is a leaf, and changes the answers")
  func context() {
    #expect(network.names.contains("decoder.context"))
    var other = network
    other.decoder.context = .ones([8], dtype: .float64)
    #expect((network(x).mean - other(x).mean).magnitude().max().item > 1e-3)
  }
}
