import Networks
import Randomness
import Tensors
import Testing

@Suite struct RelationModuleTests {
  @Test("it gives each pair a number of its own, and the order of the two counts")
  func pairs() {
    var generator = Generator(seed: 1)
    let relation = RelationModule([6], width: 8, using: &generator)
    let (a, b) = (Tensor.normal([2, 3, 4, 6], using: &generator), Tensor.normal([2, 3, 4, 6], using: &generator))
    let together = relation(a, b)
    #expect(together.shape == [2, 3, 4])
    #expect((relation(a[1..<2], b[1..<2]) - together[1..<2]).magnitude().max().item < 1e-6)
    #expect((relation(b, a) - together).magnitude().max().item > 1e-3)
  }
}
