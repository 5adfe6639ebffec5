import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LowRankAdapterTests {
  private func network() -> MLP {
    var g = Generator(seed: 1)
    return MLP([3, 8, 2], using: &g).wide
  }

  @Test func aFreshAdapterChangesNothing() {
    var g = Generator(seed: 2)
    let model = network()
    let x = random([5, 3], 3)
    let adapted = model.addingLowRankAdapters(rank: 2, using: &g).wide
    #expect(distance(adapted(x), model(x)) == 0)
    #expect(adapted.names.contains("layers.0.lora.down"))
    #expect(adapted.names.contains("layers.1.lora.up"))
  }

  @Test func aMergedAdapterIsTheSameFunction() {
    var g = Generator(seed: 2)
    let model = network()
    var adapted = model.addingLowRankAdapters(rank: 2, scale: 0.7, using: &g).wide
    adapted = adapted.mapNamed { name, leaf in name.hasSuffix("up") ? random(leaf.shape, 4) : leaf }
    let x = random([5, 3], 3)
    let merged = adapted.mergingLowRankAdapters()
    #expect(distance(adapted(x), model(x)) > 0.01)
    #expect(distance(merged(x), adapted(x)) < 1e-12)
    #expect(merged.names == model.names)
  }

  @Test func whatItAddsHasItsRank() {
    var g = Generator(seed: 2)
    var adapter = LowRankAdapter(6, 5, rank: 1, scale: 3, using: &g).wide
    adapter.up = random([5, 1], 5)
    let matrix = adapter(.identity(6, dtype: .float64))  // row i is the image of unit vector i
    // Every 2 × 2 minor of a matrix of rank 1 vanishes.
    let minor = matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]
    #expect(abs(minor.item) < 1e-12)
    #expect(distance(matrix, (adapter.up.matmul(adapter.down) * 3).transposed()) < 1e-12)
  }

  @Test func thePatternChooses() {
    var g = Generator(seed: 2)
    let adapted = network().addingLowRankAdapters(rank: 1, to: "layers.1*", using: &g)
    #expect(adapted.layers[0].adapter == nil)
    #expect(adapted.layers[1].adapter != nil)
  }

  @Test func aFreshCoreChangesNothingAndAClosedGateNothingEver() {
    var g = Generator(seed: 2)
    let model = network()
    let x = random([5, 3], 3)
    let fresh = model.addingLowRankAdapters(rank: 2, hasCore: true, using: &g)
    #expect(distance(fresh(x), model(x)) == 0)
    let open = fresh.mapNamed { name, leaf in name.hasSuffix("core") ? random(leaf.shape, 4) : leaf }
    #expect(distance(open(x), model(x)) > 0.01)
    let closed = open.mapNamed { name, leaf in name.hasSuffix("gate") ? .zeros(like: leaf) : leaf }
    #expect(distance(closed(x), model(x)) == 0)
    #expect(distance(open.mergingLowRankAdapters()(x), open(x)) < 1e-12)
  }

  @Test func coresAndGatesOfTasksActOnTheirOwnTask() {
    var g = Generator(seed: 2)
    var adapter = LowRankAdapter(3, 4, rank: 2, scale: 0.5, hasCore: true, using: &g).wide
    let (cores, gates) = (random([2, 2, 2], 4), random([2], 5))
    let x = random([2, 5, 3], 6)
    (adapter.core, adapter.gate) = (cores, gates)
    let together = adapter(x)
    for task in 0..<2 {
      var alone = adapter
      (alone.core, alone.gate) = (cores[task], gates[task])
      #expect(distance(alone(x[task]), together[task]) < 1e-12)
      #expect(distance(alone.matrix, adapter.matrix[task]) < 1e-12)
    }
  }

  @Test func anAdapterHasTheTypeOfItsLayer() {
    var g = Generator(seed: 2)
    let adapted = network().addingLowRankAdapters(rank: 1, using: &g)
    #expect(adapted.tensors.allSatisfy { $0.dtype == .float64 })
  }

  @Test func onlyTheAdapterIsSmall() {
    var g = Generator(seed: 2)
    let adapter = LowRankAdapter(100, 50, rank: 4, using: &g)
    #expect(adapter.parameterCount == 4 * (100 + 50))
  }
}
