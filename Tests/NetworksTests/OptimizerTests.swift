import Foundation
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct OptimizerTests {
  private let gradients = [0.5, -2, 0.25, 3, -1e-3]

  /// Five steps of a rule on one number from 1, beside a recurrence of plain numbers.
  private func compare(_ rule: OptimizerRule, rate: Double, _ recurrence: (Int, Double, Double) -> Double) {
    var optimizer = Optimizer<Leaf>(rule)
    var ours = Leaf(x: Tensor(1, dtype: .float64))
    var theirs = 1.0
    for (index, g) in gradients.enumerated() {
      optimizer.update(&ours, with: Leaf(x: Tensor(g, dtype: .float64)), rate: rate)
      theirs = recurrence(index + 1, theirs, g)
      #expect(abs(ours.x.item - theirs) < 1e-14, "\(rule.kind) after step \(index + 1)")
    }
    #expect(optimizer.step == 5)
  }

  @Test(arguments: [0.0, 0.3])
  func adamATan2IsTheKernelOfTRM(weightDecay: Double) {
    let (b1, b2, rate) = (0.9, 0.95, 0.1)
    var (m, v) = (0.0, 0.0)
    compare(OptimizerRule(.adamATan2, weightDecay: weightDecay), rate: rate) { t, p, g in
      m = b1 * m + (1 - b1) * g
      v = b2 * v + (1 - b2) * g * g
      let root = (v / (1 - pow(b2, Double(t)))).squareRoot()
      return p * (1 - rate * weightDecay) - rate / (1 - pow(b1, Double(t))) * atan2(m, root)
    }
  }

  @Test(arguments: [0.0, 0.3])
  func adamWIsAlgorithm2(weightDecay: Double) {
    let (b1, b2, rate, epsilon) = (0.9, 0.999, 0.1, 1e-8)
    var (m, v) = (0.0, 0.0)
    compare(OptimizerRule(.adamW, weightDecay: weightDecay), rate: rate) { t, p, g in
      m = b1 * m + (1 - b1) * g
      v = b2 * v + (1 - b2) * g * g
      let (mHat, vHat) = (m / (1 - pow(b1, Double(t))), v / (1 - pow(b2, Double(t))))
      return p * (1 - rate * weightDecay) - rate * mHat / (vHat.squareRoot() + epsilon)
    }
  }

  @Test func momentumIsItsRecurrence() {
    var rule = OptimizerRule(.sgd, weightDecay: 0.1)
    rule.momentum = 0.8
    var velocity = 0.0
    compare(rule, rate: 0.05) { _, p, g in
      velocity = 0.8 * velocity + g
      return p * (1 - 0.05 * 0.1) - 0.05 * velocity
    }
  }

  @Test func plainAndSignStepsAreTheirEquations() {
    compare(OptimizerRule(.sgd), rate: 0.1) { _, p, g in p - 0.1 * g }
    compare(OptimizerRule(.signSGD, weightDecay: 0.2), rate: 0.1) { _, p, g in p * 0.98 - (g > 0 ? 0.1 : -0.1) }
  }

  @Test(arguments: OptimizerRule.Kind.allCases)
  func decayIsDecoupledFromTheGradient(kind: OptimizerRule.Kind) {
    var optimizer = Optimizer<Leaf>(OptimizerRule(kind, weightDecay: 0.5))
    var model = Leaf(x: numbers([2, -4]))
    optimizer.update(&model, with: Leaf(x: .zeros([2], dtype: .float64)), rate: 0.1)
    #expect(distance(model.x, numbers([1.9, -3.8])) < 1e-15, "without a gradient only the decay acts")
  }

  @Test func aTanStepsAreBounded() {
    var optimizer = Optimizer<Leaf>(OptimizerRule(.adamATan2))
    var model = Leaf(x: numbers([0, 0]))
    optimizer.update(&model, with: Leaf(x: numbers([1e30, 1e-30])), rate: 1)
    // m / √v̂ = 0.1 at the first step, whatever the scale; 0.1 outside takes it back.
    #expect(distance(model.x, numbers([-10 * atan(0.1), -10 * atan(0.1)])) < 1e-12)
  }

  @Test(arguments: OptimizerRule.Kind.allCases)
  func aRestoredStateContinuesBitForBit(kind: OptimizerRule.Kind) throws {
    var rule = OptimizerRule(kind, weightDecay: 0.1)
    rule.momentum = 0.9
    func gradient(_ step: Int) -> Leaf { Leaf(x: random([7], UInt64(step)).converted(to: .float32)) }
    var (straight, model) = (Optimizer<Leaf>(rule), Leaf(x: random([7], 100).converted(to: .float32)))
    for step in 0..<3 { straight.update(&model, with: gradient(step), rate: 0.01) }
    let file = Safetensors(straight.state).encoded()
    var resumed = Optimizer<Leaf>(rule)
    var copy = model
    try resumed.restore(Safetensors(decoding: file), step: straight.step, like: model)
    for step in 3..<6 {
      straight.update(&model, with: gradient(step), rate: 0.01)
      resumed.update(&copy, with: gradient(step), rate: 0.01)
    }
    #expect(elements(model.x) == elements(copy.x))
    #expect(resumed.step == 6)
  }

  @Test func aStateThatDoesNotFitIsRefused() {
    var optimizer = Optimizer<Leaf>(OptimizerRule(.adamW))
    #expect(throws: SafetensorsError.self) {
      try optimizer.restore(Safetensors(["first.x": .zeros([3])]), step: 1, like: Leaf(x: .zeros([4])))
    }
  }
}
