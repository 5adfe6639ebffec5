import Networks
import Randomness
import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LinearTests {
  @Test func aLayerIsAProductAndASum() {
    let layer = Linear(weight: numbers([1, 2, 3, 4], [2, 2]), bias: numbers([10, 20]))
    #expect(elements(layer(numbers([1, 1]))) == [13, 27])
    #expect(elements(Linear(weight: layer.weight)(numbers([1, 1]))) == [3, 7])
    #expect(layer.names == ["weight", "bias"])
  }

  @Test func freshWeightsAreScaledToTheirInputs() {
    var g = Generator(seed: 1)
    let layer = Linear(100, 300, bias: true, using: &g)
    #expect(abs(layer.weight.variance().item * 100 - 1) < 0.03)
    #expect(layer.weight.magnitude().max().item < 0.23)
    #expect(elements(layer.bias!).allSatisfy { $0 == 0 })
  }

  @Test func tasksThatDoNotMatchTrap() async {
    _ = await #expect(processExitsWith: .trap) { _ = Linear(weight: .ones([3, 4, 5]))(.ones([6, 7, 5])) }
    _ = await #expect(processExitsWith: .trap) { _ = Linear(weight: .ones([3, 4, 5])).plainly(.ones([6, 7, 5])) }
  }

  /// Weight, bias, both or neither with a task axis, and an adapter with one.
  @Test(arguments: 0..<8)
  func aTaskAxisIsALoop(choice: Int) {
    let (weightHasTasks, biasHasTasks, adapts) = (choice & 1 > 0, choice & 2 > 0, choice & 4 > 0)
    let (tasks, outputs, inputs) = (3, 4, 5)
    let weight = random(weightHasTasks ? [tasks, outputs, inputs] : [outputs, inputs], 1)
    let bias = random(biasHasTasks ? [tasks, outputs] : [outputs], 2)
    var g = Generator(seed: 3)
    var adapter = LowRankAdapter(inputs, outputs, rank: 2, scale: 0.5, using: &g)
    adapter.down = random([tasks, 2, inputs], 4)
    adapter.up = random([tasks, outputs, 2], 5)
    var layer = Linear(weight: weight, bias: bias)
    if adapts { layer.adapter = adapter }
    for middle: [Int] in [[], [6], [6, 7]] {
      let x = random([tasks] + middle + [inputs], 6)
      let together = layer(x)
      #expect(distance(layer.plainly(x), together) < 1e-12)
      for task in 0..<tasks {
        var one = Linear(weight: weightHasTasks ? weight[task] : weight, bias: biasHasTasks ? bias[task] : bias)
        if adapts {
          var mine = adapter
          (mine.down, mine.up) = (adapter.down[task], adapter.up[task])
          one.adapter = mine
        }
        #expect(distance(together[task], one(x[task])) < 1e-12)
      }
    }
  }
}
