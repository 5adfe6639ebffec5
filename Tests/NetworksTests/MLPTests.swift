import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MLPTests {
  @Test func layersAlternateWithReLU() {
    var g = Generator(seed: 1)
    let model = MLP([2, 3, 4, 1], using: &g).wide
    let x = random([5, 2], 2)
    let expected = model.layers[2](model.layers[1](model.layers[0](x).relu()).relu())
    #expect(distance(model(x), expected) == 0)
    #expect(model.parameterCount == 2 * 3 + 3 + 3 * 4 + 4 + 4 + 1)
  }

  @Test func initializationsAreTheirPapers() {
    var g = Generator(seed: 1)
    let uniform = MLP([100, 200, 1], using: &g).layers[0]
    for leaf in uniform.tensors {
      #expect(leaf.magnitude().max().item <= 0.1)
      #expect(abs(leaf.variance().item - 0.01 / 3) < 0.001)
    }
    let normal = MLP([100, 200, 1], initialization: .truncatedNormal, using: &g).layers[0]
    #expect(abs(normal.weight.variance().item.squareRoot() - 0.01) < 2e-4)
    #expect(normal.bias!.magnitude().max().item == 0)
  }

  @Test func aTaskAxisIsALoop() {
    var g = Generator(seed: 1)
    let models = (0..<3).map { _ in MLP([2, 5, 1], using: &g).wide }
    let stacked = models[0].replacing(models[0].tensors.indices.map { i in .stack(models.map { $0.tensors[i] }) })
    let x = random([3, 7, 2], 2)
    let together = stacked(x)
    for task in 0..<3 { #expect(distance(together[task], models[task](x[task])) < 1e-12) }
  }
}
