import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct AdapterSetTests {
  private let base: MLP = {
    var g = Generator(seed: 1)
    return MLP([3, 8, 2], using: &g).wide
  }()

  private func adapted(rank: Int, scale: Double, seed: UInt64, to pattern: LeafPattern = .everything) -> MLP {
    var g = Generator(seed: seed)
    return base.addingLowRankAdapters(rank: rank, scale: scale, to: pattern, using: &g).wide
      .mapNamed { name, leaf in name.hasSuffix("up") ? random(leaf.shape, seed + 1) : leaf }
  }

  @Test("a row of a batch meets its own adapters, of any rank, scale and layers, or none")
  func rows() {
    let networks = [
      adapted(rank: 1, scale: 2, seed: 5), adapted(rank: 3, scale: 0.5, seed: 7),
      adapted(rank: 2, scale: 1, seed: 9, to: "layers.1*"), base,
    ]
    let stack = AdapterStack(networks.dropLast().map { AdapterSet(of: $0) } + [nil])
    let rows = [3, 0, 1, 1, 2, 0]
    let x = random([rows.count, 5, 3], 3)
    let together = stack.placed(in: base, rows: rows)(x)
    for (row, set) in rows.enumerated() { #expect(distance(together[row], networks[set](x[row])) < 1e-12) }
    // Rows of one set need no axis, and are the same.
    #expect(distance(stack.placed(in: base, rows: [1, 1])(x[0..<2]), networks[1](x[0..<2])) < 1e-12)
  }

  @Test func adaptersOfAnotherNetworkAreNamed() {
    var g = Generator(seed: 2)
    let other = MLP([3, 9, 2], using: &g).wide
    let set = AdapterSet(of: adapted(rank: 1, scale: 1, seed: 5))
    #expect(set.problem(in: base) == nil)
    #expect(set.problem(in: other)?.contains("layers.0") == true)
  }
}
