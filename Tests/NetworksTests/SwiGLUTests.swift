import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct SwiGLUTests {
  @Test func innerWidthsArePublished() {
    #expect(SwiGLU.innerWidth(512, expansion: 4) == 1536)
    #expect(SwiGLU.innerWidth(97, expansion: 4) == 512)
    #expect(SwiGLU.innerWidth(16, expansion: 4, multiple: 1) == 43)
  }

  @Test func isItsDefinition() {
    var g = Generator(seed: 1)
    let map = SwiGLU(4, expansion: 1.5, multiple: 1, using: &g).wide
    let x = random([3, 4], 2)
    let gate = x.linear(map.gateUp.weight[0..<4])
    let up = x.linear(map.gateUp.weight[4..<8])
    #expect(distance(map(x), (gate * gate.sigmoid() * up).linear(map.down.weight)) < 1e-14)
    #expect(map.names == ["gateUp.weight", "down.weight"])
  }
}
