import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite struct FullContextTests {
  @Test("cells of zeros leave features as they are")
  func zeros() {
    var generator = Generator(seed: 1)
    let context = FullContext(4, using: &generator).map { .zeros(like: $0) }
    let (f, g) = (Tensor.normal([2, 3, 4], using: &generator), Tensor.normal([2, 5, 4], using: &generator))
    let (query, support) = context(f, g, steps: 3)
    #expect((query - f).magnitude().max().item == 0 && (support - g).magnitude().max().item == 0)
  }

  @Test("every example changes every other's embedding, and every query's")
  func everyExampleCounts() {
    var generator = Generator(seed: 1)
    let context = FullContext(4, using: &generator)
    let (f, g) = (Tensor.normal([1, 3, 4], using: &generator), Tensor.normal([1, 5, 4], using: &generator))
    let before = context(f, g, steps: 2)
    for place in 0..<5 {
      let change = Tensor.range(0, 5, dtype: .float32) .== Double(place)
      let after = context(f, g + change.converted(to: .float32).reshaped(1, 5, 1), steps: 2)
      #expect((after.support - before.support).magnitude().max(0, 2).min().item > 0)
      #expect((after.query - before.query).magnitude().max(0, 2).min().item > 0)
    }
  }
}
