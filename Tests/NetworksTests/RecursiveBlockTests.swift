import Randomness
import Tensors
import Testing

@testable import Networks

@Suite(.enabled(if: Torch.isAvailable)) struct RecursiveBlockTests {
  private func configuration() -> TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.innerMultiple, c.prefix, c.maximumLength) = (8, 2, 8, 2, 4)
    return c
  }

  private let table = PositionTable(layout: TokenLayout(4), rotary: RotaryTable((0..<6).map { [$0] }, width: 4))
  private let norm = RMSNorm()

  @Test func theNormComesAfterEachSum() {
    var g = Generator(seed: 1)
    let block = RecursiveBlock(configuration(), using: &g)
    let x = Tensor.normal([3, 6, 8], using: &g)
    let h = norm(x + block.attention!(x, rotary: table.rotary))
    #expect(distance(block(x, table), norm(h + block.mlp.plainly(h))) < 1e-6)
    #expect(block.tokenMLP == nil)
    #expect(block.positionMixing == nil)
  }

  @Test func tokenMixingTurnsTheTokenAxisToTheFront() {
    var c = configuration()
    c.mixing = .tokenMLP
    var g = Generator(seed: 1)
    let block = RecursiveBlock(c, using: &g)
    let x = Tensor.normal([3, 6, 8], using: &g)
    let t = x.transposed()
    let h = norm(t + block.tokenMLP!.plainly(t)).transposed()
    #expect(distance(block(x, table), norm(h + block.mlp.plainly(h))) == 0)
    #expect(block.attention == nil)
  }

  @Test func positionHeadsStandBesideAttention() {
    var c = configuration()
    (c.positionHeads, c.positionExtent) = (2, 4)
    var g = Generator(seed: 1)
    let block = RecursiveBlock(c, using: &g)
    let x = Tensor.normal([3, 6, 8], using: &g)
    let mixed = block.attention!(x, rotary: table.rotary) + block.positionMixing!(x, table)
    let h = norm(x + mixed)
    #expect(distance(block(x, table), norm(h + block.mlp.plainly(h))) < 1e-6)
  }
}
