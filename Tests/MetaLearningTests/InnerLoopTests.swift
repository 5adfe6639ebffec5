import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct InnerLoopTests {
  @Test("a batch of tasks adapts as each would alone", arguments: InnerLoop.Rule.allCases)
  func batchedIsLooped(rule: InnerLoop.Rule) {
    let tokens = Tokens()
    let inner = InnerLoop(steps: 3, rule: rule, rate: 0.01)
    let slow = SlowWeights(tokens.network, inner: inner)
    let together = inner.adapt(slow, to: tokens.episodes.support).last!
    for task in 0..<3 {
      let alone = inner.adapt(slow, to: tokens.episodes.support[task..<(task + 1)]).last!
      for (whole, single) in zip(together.tensors, alone.tensors) {
        #expect((whole[task] - single[0]).magnitude().max().item < 1e-6)
      }
    }
  }

  @Test func aStepIsGradientDescentOnEachTask() {
    let sinusoids = Sinusoids(tasks: 1)
    let inner = InnerLoop(steps: 1, rate: 0.1)
    let adapted = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support).last!
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).sum() }
    let expected = sinusoids.network.zip(gradient) { $0 - $1 * 0.1 }
    #expect(distance(expected, adapted.map { $0[0] }) < 1e-6)
  }

  @Test func onlyChosenLeavesAreReplicated() {
    let tokens = Tokens()
    let inner = InnerLoop(steps: 2, rate: 0.1, leaves: "task|head.*")
    let adapted = inner.adapt(SlowWeights(tokens.network, inner: inner), to: tokens.episodes.support).last!
    for (before, after) in zip(tokens.network.leaves, adapted.leaves) {
      let chosen = before.name == "task" || before.name.hasPrefix("head.")
      #expect(after.tensor.rank == before.tensor.rank + (chosen ? 1 : 0), "\(before.name)")
      if !chosen { #expect((after.tensor - before.tensor).magnitude().max().item == 0) }
    }
  }

  @Test func lowRankAdaptersAdaptAlone() {
    var generator = Generator(seed: 4)
    let tokens = Tokens()
    let network = tokens.network.addingLowRankAdapters(rank: 2, to: "blocks.*", using: &generator)
      .map { $0.converted(to: .float64) }
    let inner = InnerLoop(steps: 5, rule: .normalized, rate: 0.1, leaves: "*lora*")
    var losses: [Double] = []
    inner.adapt(SlowWeights(network, inner: inner), to: tokens.episodes.support) { _, adapted in
      losses.append(adapted.losses(on: tokens.episodes.support).mean().item)
    }
    #expect(losses.last! < losses.first!)
  }

  @Test func phasesFollowEachOther() {
    let tokens = Tokens()
    var inner = InnerLoop(steps: 3, rate: 0.1)
    inner.phases = [.init(leaves: "task", steps: 2), .init(leaves: "*", steps: 1)]
    let states = inner.adapt(SlowWeights(tokens.network, inner: inner), to: tokens.episodes.support)
    func change(_ leaf: String, _ from: Int, _ to: Int) -> Double {
      let (a, b) = (states[from].named()[leaf]!, states[to].named()[leaf]!)
      return (a - b).magnitude().max().item
    }
    #expect(change("task", 0, 2) > 0 && change("head.weight", 0, 2) == 0)
    #expect(change("head.weight", 2, 3) > 0)
  }

  @Test func normalizedStepsHaveALengthThatTheLossScaleDoesNotChange() {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 1, rule: .normalized, rate: 0.05)
    inner.rates = .fixed
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let adapted = inner.adapt(slow, to: sinusoids.episodes.support).last!
    for (before, after) in zip(sinusoids.network.tensors, adapted.tensors) {
      let size = before.squared().mean().squareRoot().item
      for task in 0..<3 {
        let moved = (after[task] - before).squared().mean().squareRoot().item
        #expect(abs(moved / size - 0.05) < 1e-4)
      }
    }
  }

  @Test func ratesCoolDownToTheEnd() {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 4, rule: .normalized, rate: 0.05)
    inner.coolDown = 0.5
    let states = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support)
    let lengths = (1..<states.count).map { distance(states[$0 - 1], states[$0]) }
    #expect(abs(lengths[3] / lengths[0] - 0.5) < 0.15, "the last of four steps has half a rate: \(lengths)")
  }

  @Test func aScaleMultipliesEveryRate() {
    let sinusoids = Sinusoids()
    let slow = SlowWeights(sinusoids.network, inner: InnerLoop(steps: 1, rate: 0.06))
    var (half, whole) = (InnerLoop(steps: 1, rate: 0.06), InnerLoop(steps: 1, rate: 0.03))
    half.rateScale = 0.5
    let scaled = half.adapt(slow, to: sinusoids.episodes.support).last!
    let set = SlowWeights(sinusoids.network, inner: whole)
    let plain = whole.adapt(set, to: sinusoids.episodes.support).last!
    #expect(distance(scaled, plain) < 1e-9)
    whole.rateScale = 0
    #expect(whole.problem?.contains("rateScale") == true)
  }

  @Test func theLongestPatternNamesTheRate() {
    var inner = InnerLoop(steps: 1, rate: 0.5)
    inner.ratesByLeaf = ["layers.*": 0.1, "layers.0.*": 0.2]
    let sinusoids = Sinusoids(tasks: 1)
    let adapted = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support).last!
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).sum() }
    for (index, rate) in [(0, 0.2), (2, 0.1)] {
      let expected = sinusoids.network.layers[index].weight - gradient.layers[index].weight * rate
      #expect((expected - adapted.layers[index].weight[0]).magnitude().max().item < 1e-6)
    }
  }

  @Test func aCycleOfMinibatchesSeesEachExampleOnceAndItsShareOfEachClass() {
    let labels = Tensor((0..<20).map { Double($0 / 4) }, shape: [1, 20]).converted(to: .int64)  // five blocks of four
    let batch = ExampleBatch(inputs: .zeros([1, 20, 1]), labels: labels, ways: 5)
    func part(_ step: Int) -> [Double] {
      batch.minibatch(of: 10, at: step).targets.converted(to: .float64).scalars()
    }
    let parts = [part(0), part(1)]
    #expect(parts.flatMap { $0 }.sorted() == (0..<20).map { Double($0 / 4) })
    for part in parts { #expect(part.sorted() == (0..<10).map { Double($0 / 2) }) }
    #expect(part(2) == parts[0])
  }

  @Test func aStepOnAMinibatchIsAStepOnThoseExamples() {
    let sinusoids = Sinusoids(tasks: 2)
    var inner = InnerLoop(steps: 2, rate: 0.05)
    inner.minibatch = 2
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let support = sinusoids.episodes.support
    let found = inner.adapt(slow, to: support).last!
    inner.minibatch = 0
    let parts = [support.examples(at: [0, 2, 4]), support.examples(at: [1, 3])]
    var expected = found
    inner.adapt(slow, tasks: 2, support: { parts[$0] }) { _, network in expected = network }
    #expect(distance(found, expected) < 1e-14)
  }

  @Test("meta-gradients go through minibatches", arguments: [false, true])
  func secondOrderOnMinibatches(checkpointsSteps: Bool) {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 3, rate: 0.05)
    (inner.minibatch, inner.checkpointsSteps) = (2, checkpointsSteps)
    let check = MetaGradientCheck(
      MAML(inner: inner), at: SlowWeights(sinusoids.network, inner: inner), on: sinusoids.episodes)
    #expect(check.passes(), "\(String(describing: check.worst))")
  }

  @Test func theProximalPullIsTheGradientOfHalfTheSquaredDistance() {
    let sinusoids = Sinusoids(tasks: 1)
    var inner = InnerLoop(steps: 2, rate: 0.1)
    inner.proximal = 3
    let states = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support)
    let first = states[1].map { $0[0] }
    let (_, gradient) = valueAndGradient(at: first) { network in
      let pull = zip(network.tensors, sinusoids.network.tensors).map { ($0 - $1).squared().sum() * 1.5 }
      return pull.reduce(network.losses(on: sinusoids.episodes.support).sum(), +)
    }
    #expect(distance(first.zip(gradient) { $0 - $1 * 0.1 }, states[2].map { $0[0] }) < 1e-12)
  }

  @Test func theLastPullGoesBackAShareOfTheWay() {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 3, rate: 0.1)
    let free = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support)
    (inner.proximal, inner.pullsAtEnd) = (2, true)
    let pulled = inner.adapt(SlowWeights(sinusoids.network, inner: inner), to: sinusoids.episodes.support)
    #expect(distance(free[2], pulled[2]) == 0)
    let back = free[3].zip(sinusoids.network) { $0 - ($0 - $1) * 0.2 }
    #expect(distance(back, pulled[3]) < 1e-12)
  }

  @Test("meta-gradients go through the pull", arguments: [DerivativeOrder.first, .second], [false, true])
  func metaGradientsWithAPull(order: DerivativeOrder, atEnd: Bool) {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 2, rule: .momentum, rate: 0.05)
    (inner.rates, inner.proximal, inner.pullsAtEnd) = (.perLeaf, 1.5, atEnd)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let check = MetaGradientCheck(MAML(inner: inner, order: order), at: slow, on: sinusoids.episodes)
    #expect(check.passes(tolerance: 1e-6), "\(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  @Test func aPriceIsPaidBesideTheLoss() {
    var inner = InnerLoop(steps: 1, rate: 0.1)
    inner.l1PenaltyByLeaf = ["*": 0, "layers.1.weight": 0.3]
    let sinusoids = Sinusoids(tasks: 1)
    let network = sinusoids.network
    let adapted = inner.adapt(SlowWeights(network, inner: inner), to: sinusoids.episodes.support).last!
    let (_, gradient) = valueAndGradient(at: network) { $0.losses(on: sinusoids.episodes.support).sum() }
    for index in 0..<3 {
      let weight = network.layers[index].weight
      let slope = gradient.layers[index].weight + weight.sign() * (index == 1 ? 0.3 : 0)
      #expect((weight - slope * 0.1 - adapted.layers[index].weight[0]).magnitude().max().item < 1e-6)
    }
    inner.l1PenaltyByLeaf = ["*": -1]
    #expect(inner.problem != nil)
  }

  @Test func settingsThatCannotRunSaySo() {
    var inner = InnerLoop()
    #expect(inner.problem == nil)
    inner.rate = 0
    #expect(inner.problem != nil)
    inner = InnerLoop()
    inner.proximal = -1
    #expect(inner.problem != nil)
    inner = InnerLoop()
    inner.phases = []
    #expect(inner.problem != nil)
  }
}
