import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct RelationModuleTests {
  @Test("it gives each pair a number of its own, and the order of the two counts", arguments: [[6], [5, 5, 8]])
  func pairs(features: [Int]) {
    var generator = Generator(seed: 1)
    let relation = RelationModule(features, width: 8, normalization: .group, using: &generator)
    let shape = [2, 3, 4] + features
    let (a, b) = (Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator))
    let together = relation(a, b)
    #expect(together.shape == [2, 3, 4])
    let one = relation(a.narrowed(1, from: 1, length: 1), b.narrowed(1, from: 1, length: 1))
    #expect((one - together.narrowed(1, from: 1, length: 1)).magnitude().max().item < 1e-5)
    #expect((relation(b, a) - together).magnitude().max().item > 1e-3)
  }

  @Test("batch norm joins the pairs of a task, and of no other")
  func transductive() {
    var generator = Generator(seed: 1)
    let relation = RelationModule([4, 4, 8], width: 8, using: &generator)
    let shape = [2, 3, 4, 4, 4, 8]
    let (a, b) = (Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator))
    let together = relation(a, b)
    #expect((relation(a[1..<2], b[1..<2]) - together[1..<2]).magnitude().max().item < 1e-5)
    let one = relation(a.narrowed(1, from: 1, length: 1), b.narrowed(1, from: 1, length: 1))
    #expect((one - together.narrowed(1, from: 1, length: 1)).magnitude().max().item > 1e-3)
  }

  @Test("maps are halved twice where they can be", arguments: [(1, 1), (2, 1), (3, 1), (5, 1), (8, 4), (19, 16)])
  func sizes(side: Int, places: Int) {
    var generator = Generator(seed: 1)
    let relation = RelationModule([side, side, 2], width: 3, using: &generator)
    #expect(relation.layers.layers[0].weight.shape == [3, 2 * places])
    let maps = Tensor.ones([1, 2, 2, side, side, 2])
    #expect(relation(maps, maps).shape == [1, 2, 2])
  }
}
