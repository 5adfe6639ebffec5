import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

/// What every learner of the catalogue keeps to, on every network; a new entry is tested on arrival.
@Suite struct MetaLearnersTests {
  private static let names = MetaLearners.all.map(\.name)

  /// A method on a network, or nil where it refuses with a reason.
  private func learner(
    _ name: String, on anatomy: Anatomy, _ inner: InnerLoop, order: DerivativeOrder = .second
  ) throws -> (any MetaLearner)? {
    let entry = try #require(MetaLearners.named(name))
    var request = LearnerRequest(inner, on: anatomy)
    request.options.order = order
    // A pull so strong that no task's minimum lies at a kink of ReLU, where the implicit gradient does not exist.
    request.options.implicit.proximal = 50
    do { return try entry.make(request) } catch {
      #expect(error.network == anatomy.network && !error.reason.isEmpty)
      return nil
    }
  }

  private func inner(_ rule: InnerLoop.Rule) -> InnerLoop {
    var inner = InnerLoop(steps: 2, rule: rule, rate: 0.05)
    inner.rates = .perLeaf
    return inner
  }

  /// The gradient fits the slow weights and is the derivative of the method's objective.
  private func check<Network: AdaptableNetwork>(
    _ name: String, on network: Network, _ episodes: EpisodeBatch<Network.Batch>, _ rule: InnerLoop.Rule,
    order: DerivativeOrder = .second
  ) throws {
    guard let learner = try learner(name, on: network.anatomy, inner(rule), order: order) else { return }
    var generator = Generator(seed: 5)
    let slow = learner.start(network, using: &generator)
    let meta = learner.metaGradient(of: slow, on: episodes)
    #expect(meta.loss.isFinite)
    #expect(meta.gradient.names == slow.names)
    for (gradient, leaf) in zip(meta.gradient.tensors, slow.tensors) {
      #expect(gradient.shape == leaf.shape && !gradient.requiresGradient)
      #expect(gradient.isFinite().all().item == 1)
    }
    #expect(meta.gradient.network.tensors.contains { $0.magnitude().max().item > 0 })
    let check = MetaGradientCheck(learner, at: slow, on: episodes)
    #expect(check.passes(), "\(name) on \(network.anatomy.network): \(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  @Test(
    "the meta-gradient is what it says, on a regression network", arguments: names, [InnerLoop.Rule.sgd, .momentum])
  func onRegression(name: String, rule: InnerLoop.Rule) throws {
    let sinusoids = Sinusoids(context: 3)
    try check(name, on: sinusoids.network, sinusoids.episodes, rule)
  }

  @Test("also in first order, where a method is of either", arguments: names)
  func inFirstOrder(name: String) throws {
    let sinusoids = Sinusoids(context: 3)
    try check(name, on: sinusoids.network, sinusoids.episodes, .momentum, order: .first)
  }

  @Test("and on the recursive model", arguments: names)
  func onTheRecursiveModel(name: String) throws {
    let tokens = Tokens(tasks: 2)
    try check(name, on: tokens.network, tokens.episodes, .normalized)
  }

  @Test("every learner lowers the query loss of the tasks it trains on", arguments: names)
  func learns(name: String) throws {
    let sinusoids = Sinusoids(tasks: 4, context: 3)
    guard let learner = try learner(name, on: sinusoids.network.anatomy, inner(.sgd)) else { return }
    var generator = Generator(seed: 5)
    var slow = learner.start(sinusoids.network, using: &generator)
    var optimizer = Optimizer<SlowWeights<MLP>>(OptimizerRule(.adamW))
    var losses: [Double] = []
    for _ in 0..<60 {
      let meta = learner.metaGradient(of: slow, on: sinusoids.episodes)
      losses.append(meta.loss)
      optimizer.update(&slow, with: meta.gradient, rate: 0.01)
    }
    #expect(losses.last! < losses.first! * 0.9)
  }

  @Test("every learner answers after each step, and every network has a learner", arguments: names)
  func answers(name: String) throws {
    let sinusoids = Sinusoids(tasks: 2, context: 3)
    guard let learner = try learner(name, on: sinusoids.network.anatomy, inner(.sgd)) else { return }
    var generator = Generator(seed: 5)
    let slow = learner.start(sinusoids.network, using: &generator)
    var seen: [Int] = []
    learner.answer(slow, sinusoids.episodes, steps: 3) { step, outputs in
      seen.append(step)
      #expect(outputs.shape == sinusoids.episodes.query.targets.shape)
    }
    #expect(seen == (learner.inner.phases.isEmpty ? [0] : [0, 1, 2, 3]))
  }

  @Test func namesAreUniqueAndSourcesGiven() {
    #expect(Set(MetaLearners.all.map(\.name)).count == MetaLearners.all.count)
    #expect(MetaLearners.all.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
    #expect(MetaLearners.named("nothing") == nil)
  }
}
