import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct ReptileTests {
  @Test func oneInnerStepIsPlainGradientDescent() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 1, rate: 0.05)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = Reptile(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).mean() }
    #expect(distance(gradient.map { $0 * 0.05 }, meta.gradient.network) < 1e-6)
  }

  @Test func aFullStepOnOneTaskEndsAtThatTasksWeights() {
    let sinusoids = Sinusoids(tasks: 1)
    let inner = InnerLoop(steps: 4, rule: .adam, rate: 0.01)
    let slow = SlowWeights(sinusoids.network, inner: inner)
    let meta = Reptile(inner: inner).metaGradient(of: slow, on: sinusoids.episodes)
    let moved = slow.network.zip(meta.gradient.network) { $0 - $1 }
    let adapted = inner.adapt(slow, to: sinusoids.episodes.support).last!
    #expect(distance(adapted.map { $0[0] }, moved) < 1e-12)
  }

  @Test func leavesThatDoNotAdaptDoNotMove() {
    let tokens = Tokens()
    let inner = InnerLoop(steps: 2, rate: 0.05, leaves: "head.*")
    let meta = Reptile(inner: inner).metaGradient(of: SlowWeights(tokens.network, inner: inner), on: tokens.episodes)
    for (name, leaf) in meta.gradient.network.leaves where !name.hasPrefix("head.") {
      #expect(leaf.magnitude().max().item == 0, "\(name)")
    }
  }

  @Test func momentsThatNoTaskHasLeftChangeNothing() {
    let sinusoids = Sinusoids()
    var inner = InnerLoop(steps: 3, rule: .adam, rate: 0.01)
    inner.momentum = 0
    let (carrying, slow) = Self.carrying(inner, sinusoids)
    let meta = carrying.metaGradient(of: slow, on: sinusoids.episodes)
    let fresh = Reptile(inner: inner).metaGradient(
      of: SlowWeights(sinusoids.network, inner: inner), on: sinusoids.episodes)
    #expect(distance(fresh.gradient.network, meta.gradient.network) < 1e-14)
  }

  /// After one step from nothing v̂ is the mean over tasks of the squared gradient: a full outer step sets it.
  @Test func theFirstTasksLeaveTheirMeanSquaredGradient() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 1, rule: .adam, rate: 0.01)
    let (carrying, slow) = Self.carrying(inner, sinusoids)
    let meta = carrying.metaGradient(of: slow, on: sinusoids.episodes)
    let moments = slow.zip(meta.gradient) { $0 - $1 }.parts
    var squares = sinusoids.network.map { .zeros(like: $0) }
    for task in 0..<sinusoids.episodes.tasks {
      let support = sinusoids.episodes.support[task..<(task + 1)]
      let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: support).sum() }
      squares = squares.zip(gradient) { $0 + $1.squared() * (1 / Double(sinusoids.episodes.tasks)) }
    }
    for (found, expected) in zip(moments.tensors, squares.tensors) {
      #expect((found - expected).magnitude().max().item < 1e-12)
    }
  }

  /// v ← β₂ v + (1 − β₂) g², φ = θ − α g / √v without any correction of bias, where v was there before.
  @Test func carriedMomentsScaleTheFirstStep() {
    let sinusoids = Sinusoids(tasks: 1)
    var inner = InnerLoop(steps: 1, rule: .adam, rate: 0.01)
    (inner.momentum, inner.secondMomentum) = (0, 0.9)
    var (carrying, slow) = Self.carrying(inner, sinusoids)
    slow.parts = slow.parts.map { $0 + 0.3 }
    let meta = carrying.metaGradient(of: slow, on: sinusoids.episodes)
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.support).sum() }
    let expected = gradient.map { g in g * 0.01 / ((g.squared() * 0.1 + 0.9 * 0.3).squareRoot() + 1e-8) }
    #expect(distance(meta.gradient.network, expected) < 1e-12)
    let left = slow.zip(meta.gradient) { $0 - $1 }.parts
    for (found, g) in zip(left.tensors, gradient.tensors) {
      #expect((found - (g.squared() * 0.1 + 0.9 * 0.3)).magnitude().max().item < 1e-12)
    }
  }

  @Test func theGradientIsThatOfItsObjectiveWithMomentsToo() {
    let sinusoids = Sinusoids()
    let inner = InnerLoop(steps: 2, rule: .adam, rate: 0.01)
    let (carrying, slow) = Self.carrying(inner, sinusoids)
    let check = MetaGradientCheck(carrying, at: slow.map { $0 + 0.01 }, on: sinusoids.episodes)
    #expect(check.passes(), "\(String(describing: check.worst))")
  }

  private static func carrying(
    _ inner: InnerLoop, _ sinusoids: Sinusoids
  ) -> (learner: Reptile, slow: SlowWeights<MLP>) {
    var options = ReptileOptions()
    options.carriesMoments = true
    let learner = Reptile(inner: inner, options: options)
    var generator = Generator(seed: 1)
    return (learner, learner.initialSlowWeights(for: sinusoids.network, using: &generator))
  }
}
