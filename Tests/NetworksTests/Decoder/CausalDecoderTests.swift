import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct CausalDecoderTests {
  private func decoder() -> CausalDecoder {
    var c = DecoderSettings()
    (c.vocabulary, c.width, c.heads, c.layers, c.innerMultiple) = (11, 16, 2, 2, 8)
    var generator = Generator(seed: 3)
    return CausalDecoder(c.configuration, using: &generator)
  }

  @Test func noTokenSeesALaterOne() {
    let decoder = decoder()
    let first = Tensor([1, 2, 3, 4, 5, 6], shape: [1, 6])
    let other = Tensor([1, 2, 3, 9, 0, 7], shape: [1, 6])
    let (a, b) = withoutGradient { (decoder(first), decoder(other)) }
    func logits(_ x: Tensor, _ positions: Range<Int>) -> [Float] {
      x.narrowed(1, from: positions.lowerBound, length: positions.count).scalars(Float.self)
    }
    #expect(a.shape == [1, 6, 11])
    let same = zip(logits(a, 0..<3), logits(b, 0..<3)).map { abs($0 - $1) }.max()!
    #expect(same < 1e-5, "up to where the texts part, their logits agree")
    #expect(logits(a, 3..<6) != logits(b, 3..<6))
  }

  @Test func tasksOfAnAxisDoNotSeeEachOther() {
    let decoder = decoder()
    let tokens = Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 1, 4])
    let perTask = decoder.map { leaf in leaf.unsqueezed(0).expanded([2] + leaf.shape) }
    let (together, alone) = withoutGradient { (perTask(tokens), decoder(tokens)) }
    let difference = zip(together.scalars(Float.self), alone.scalars(Float.self)).map { abs($0 - $1) }.max()!
    #expect(difference < 1e-5)
  }
}
