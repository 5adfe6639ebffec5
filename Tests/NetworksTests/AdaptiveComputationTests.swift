import Foundation
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct AdaptiveComputationTests {
  private typealias Rows = AdaptiveComputation.Rows
  private let layout = TokenLayout(4)

  private func configuration() -> TinyRecursiveConfiguration {
    var c = TinyRecursiveConfiguration()
    (c.vocabulary, c.width, c.heads, c.taskWidth, c.layers, c.innerMultiple) = (6, 16, 2, 16, 1, 16)
    (c.highCycles, c.lowCycles, c.maximumLength) = (2, 2, 4)
    return c
  }

  private func model(halting bias: Double = -5) -> TinyRecursiveModel {
    var g = Generator(seed: 1)
    var model = TinyRecursiveModel(configuration(), using: &g)
    model.halt.bias = .full(bias, [2])
    return model
  }

  private func carry(_ slots: Int, maximum: Int = 4, exploration: Double = 0) -> AdaptiveComputation {
    AdaptiveComputation(
      slots: slots, layout: layout, for: configuration(), maximumSteps: maximum, exploration: exploration)
  }

  /// Rows to copy, each of the task of its slot.
  private func rows(_ slots: Int, seed: UInt64) -> Rows {
    var g = Generator(seed: seed)
    let tokens = Tensor.integers(1..<6, [slots, 4], using: &g)
    return Rows(inputs: tokens, labels: tokens, tasks: Tensor(Array(0..<slots)))
  }

  @Test func aSlotThatHasNotHaltedContinuesFromItsLatents() {
    var g = Generator(seed: 2)
    var carry = carry(3)
    var table = TaskTable(count: 3, width: 16)
    table.weight = .normal([3, 16], using: &g)
    let model = model()
    let first = rows(3, seed: 10)
    var byHand = model
    byHand.task = table(first.tasks)
    let x = byHand.embed(first.inputs.unsqueezed(1), layout: layout)
    var latents = byHand.start([3, 1], length: 4)
    for step in 1...3 {
      let result = carry.step(model, table, fresh: step == 1 ? first : rows(3, seed: UInt64(10 + step)), using: &g)
      let output = byHand(latents, input: x, layout: layout)
      latents = output.latents.detached
      #expect(distance(carry.latents.high, latents.high) == 0)
      #expect(distance(carry.latents.low, latents.low) == 0)
      #expect(!carry.latents.high.requiresGradient)
      #expect(elements(carry.steps) == [3, 3, 3].map { Double(min($0, step)) })
      #expect(elements(carry.rows.inputs) == elements(first.inputs), "the fresh row is dropped")
      let stepLoss = TinyRecursiveModel.loss(of: output, labels: first.labels.unsqueezed(1))
      #expect(abs(result.loss - stepLoss.loss.sum().item / 3) < 1e-6)
      #expect(result.finished.count == 0)
    }
  }

  @Test func aHaltedSlotIsResetAndTakesTheFreshRow() {
    var g = Generator(seed: 2)
    var carry = carry(2, maximum: 2)
    let (model, table) = (model(), TaskTable(count: 2, width: 16))
    let (first, third) = (rows(2, seed: 10), rows(2, seed: 12))
    _ = carry.step(model, table, fresh: first, using: &g)
    let afterOne = carry.latents.high
    #expect(elements(carry.halted) == [0, 0])
    let second = carry.step(model, table, fresh: rows(2, seed: 11), using: &g)
    #expect(elements(carry.halted) == [1, 1], "the maximum is reached")
    #expect(second.finished.count == 2)
    #expect(second.finished.steps == 4)
    _ = carry.step(model, table, fresh: third, using: &g)
    #expect(elements(carry.rows.inputs) == elements(third.inputs))
    #expect(elements(carry.steps) == [1, 1])
    // The first row again is where the first step led: nothing of the second row is left.
    _ = carry.step(model, table, fresh: first, using: &g)
    #expect(elements(carry.halted) == [1, 1])
    _ = carry.step(model, table, fresh: first, using: &g)
    #expect(distance(carry.latents.high, afterOne) == 0)
  }

  @Test func slotsHaltByThemselves() throws {
    var g = Generator(seed: 3)
    var carry = carry(2)
    let (model, table) = (model(), TaskTable(count: 2, width: 16))
    _ = carry.step(model, table, fresh: rows(2, seed: 10), using: &g)
    var state = carry.state
    state["carry.halted"] = Tensor([false, true])
    try carry.restore(Safetensors(state))
    let (before, fresh) = (carry, rows(2, seed: 11))
    _ = carry.step(model, table, fresh: fresh, using: &g)
    #expect(elements(carry.rows.inputs[0]) == elements(before.rows.inputs[0]))
    #expect(elements(carry.rows.inputs[1]) == elements(fresh.inputs[1]))
    #expect(elements(carry.steps) == [2, 1])
  }

  @Test func aPositiveHaltingLogitHalts() {
    var g = Generator(seed: 2)
    var carry = carry(2)
    let result = carry.step(model(halting: 5), TaskTable(count: 2, width: 16), fresh: rows(2, seed: 1), using: &g)
    #expect(elements(carry.halted) == [1, 1])
    #expect(result.finished.count == 2)
    #expect(result.finished.steps == 2)
  }

  /// With a network that always wants to halt after one step, a slot goes on exactly when it explores.
  @Test(arguments: [0.1, 0.6])
  func explorationKeepsSlotsGoingWithItsProbability(exploration: Double) {
    var g = Generator(seed: 4)
    let (slots, steps) = (500, 8)
    var carry = carry(slots, maximum: 4, exploration: exploration)
    let (model, table) = (model(halting: 5), TaskTable(count: slots, width: 16))
    let fresh = rows(slots, seed: 1)
    // A slot stops at step s when it does not explore, or when m ≤ s, with m uniform in {2, 3, 4}.
    let expected = [0, 1, 2].map { 1 - exploration + exploration * Double($0) / 3 }
    var tries = [0, 0, 0, 0]
    var stops = [0, 0, 0, 0]
    for _ in 0..<steps {
      _ = withoutGradient { carry.step(model, table, fresh: fresh, using: &g) }
      for (taken, halted) in zip(carry.steps.scalars(Int.self), carry.halted.scalars(Bool.self)) {
        tries[taken - 1] += 1
        stops[taken - 1] += halted ? 1 : 0
      }
    }
    for (index, expected) in expected.enumerated() where tries[index] > 20 {
      let deviation = (expected * (1 - expected) / Double(tries[index])).squareRoot()
      #expect(abs(Double(stops[index]) / Double(tries[index]) - expected) < 4 * deviation, "step \(index + 1)")
    }
    #expect(tries[1] > 200)
    #expect(stops[3] == tries[3], "nothing goes beyond the maximum")
  }

  @Test func theGradientIsThatOfTheLossAndTheModelsOwnVectorHasNone() {
    var g = Generator(seed: 5)
    let (model, table) = (model(), TaskTable(count: 2, width: 16))
    var carry = carry(2)
    let fresh = rows(2, seed: 1)
    let step = carry.step(model, table, fresh: fresh, using: &g)
    var start = model
    start.task = table(fresh.tasks)
    let expected = valueAndGradient(at: start) { model in
      let x = model.embed(fresh.inputs.unsqueezed(1), layout: layout)
      let output = model(model.start([2, 1], length: 4), input: x, layout: layout)
      return TinyRecursiveModel.loss(of: output, labels: fresh.labels.unsqueezed(1)).loss.sum() / 2
    }.gradient
    #expect(distance(step.taskGradient, expected.task) == 0)
    #expect(step.taskGradient.magnitude().max().item > 0)
    #expect(elements(step.gradient.task) == Array(repeating: 0, count: 16))
    for (name, leaf) in step.gradient.leaves where name != "task" {
      #expect(distance(leaf, expected.leaves.first { $0.name == name }!.tensor) == 0, "\(name)")
    }
    #expect(elements(step.tasks) == [0, 1])
  }

  @Test func evaluationTakesAllStepsWhateverTheHaltingLogitSays() {
    let model = model(halting: 5)
    let inputs = rows(2, seed: 1).inputs
    let answer = carry(2, maximum: 3).answer(of: model, to: inputs)
    let x = model.embed(inputs, layout: layout)
    var output = model(model.start([2], length: 4), input: x, layout: layout)
    for _ in 0..<2 { output = model(output.latents, input: x, layout: layout) }
    #expect(distance(answer.logits, output.logits) == 0)
    #expect(!answer.logits.requiresGradient)
  }

  /// Everything that a training run holds.
  private struct Training {
    var model: TinyRecursiveModel
    var table = TaskTable(count: 8, width: 16)
    var carry: AdaptiveComputation
    var optimizer = Optimizer<TinyRecursiveModel>(OptimizerRule(.adamATan2, weightDecay: 0.1))
    var generator = Generator(seed: 6)

    mutating func step(_ fresh: AdaptiveComputation.Rows) -> Double {
      let step = carry.step(model, table, fresh: fresh, using: &generator)
      optimizer.update(&model, with: step.gradient, rate: 3e-3)
      table.update(at: step.tasks, with: step.taskGradient, rate: 1e-2, weightDecay: 0.1)
      return step.loss
    }
  }

  @Test func trainingLearnsToCopy() {
    var training = Training(model: model(), carry: carry(8, maximum: 3, exploration: 0.1))
    let losses = (0..<20).map { training.step(rows(8, seed: UInt64($0))) }
    let (early, late) = (losses.prefix(3).reduce(0, +) / 3, losses.suffix(3).reduce(0, +) / 3)
    #expect(late < 0.7 * early, "\(losses)")
    #expect(training.table.weight.magnitude().max().item > 0)
    #expect(elements(training.model.task).allSatisfy { $0 == 0 })
  }

  @Test func aRestoredCarryContinuesBitForBit() throws {
    var straight = Training(model: model(), carry: carry(4, maximum: 3, exploration: 0.3))
    for step in 0..<4 { _ = straight.step(rows(4, seed: UInt64(step))) }
    let file = Safetensors(straight.carry.state).encoded()
    var resumed = straight
    resumed.carry = carry(4, maximum: 3, exploration: 0.3)
    try resumed.carry.restore(Safetensors(decoding: file))
    for step in 4..<8 {
      let fresh = rows(4, seed: UInt64(step))
      #expect(straight.step(fresh) == resumed.step(fresh))
    }
    for (a, b) in zip(straight.carry.tensors, resumed.carry.tensors) { #expect(elements(a) == elements(b)) }
    for (a, b) in zip(straight.model.tensors, resumed.model.tensors) { #expect(elements(a) == elements(b)) }
    #expect(elements(straight.table.weight) == elements(resumed.table.weight))
  }

  @Test func aCarryOfOtherSlotsIsRefused() {
    var small = carry(2)
    let stored = Safetensors(carry(3).state)
    #expect(throws: SafetensorsError.self) { try small.restore(stored) }
  }
}
