import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

/// What every learner of the catalogue keeps to, on every network; a new entry is tested on arrival.
@Suite(.enabled(if: Torch.isAvailable)) struct MetaLearnersTests {
  private static let names = MetaLearners.all.map(\.name)
  /// Every learner under every rule. The matrices of Meta-Curvature make gradients at units that had none, where Adam has
  /// no derivative to compare with.
  private static let withRules = names.flatMap { name in InnerLoop.Rule.allCases.map { (name, $0) } }
    .filter { $0 != ("metaCurvature", .adam) }

  /// Whether a method makes no sense on a network.
  private func isRefused(_ name: String, on anatomy: Anatomy, hasClasses: Bool) -> Bool {
    let network = anatomy.network
    return switch name {
    // The eight filters of these images are too few for the group norm that inductive relations have.
    case "relation" where network == "conv": !hasClasses || !anatomy.isTransductive
    case "proto", "matching", "relation": !hasClasses || network == "neuralProcess" || network == "trm"
    case "cnp": network != "neuralProcess"
    case "lora", "tarp": network == "neuralProcess"
    case "biasOnly": network == "trm"
    default: false
    }
  }

  /// A method on a network, or `nil` where it refuses with a reason, which is where it should and nowhere else.
  private func learner(
    _ name: String, on anatomy: Anatomy, _ inner: InnerLoop, hasClasses: Bool = false,
    order: DerivativeOrder = .second
  ) throws -> (any MetaLearner)? {
    let entry = try #require(MetaLearners.named(name))
    var request = LearnerRequest(inner, on: anatomy, options: .forCheck, hasClasses: hasClasses)
    request.options.order = order
    let isRefused = isRefused(name, on: anatomy, hasClasses: hasClasses)
    do {
      let learner = try entry.make(request)
      #expect(!isRefused, "\(name) on \(anatomy.network) makes no sense and is made")
      return learner
    } catch {
      #expect(isRefused, "\(name) on \(anatomy.network): \(error.reason)")
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
    let hasClasses = episodes.support.classes != nil
    guard let learner = try learner(name, on: network.anatomy, inner(rule), hasClasses: hasClasses, order: order) else {
      return
    }
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: network, using: &generator)
    let meta = learner.metaGradient(of: slow, on: episodes)
    #expect(meta.loss.isFinite)
    #expect(meta.gradient.names == slow.names)
    for (gradient, leaf) in zip(meta.gradient.tensors, slow.tensors) {
      #expect(gradient.shape == leaf.shape && !gradient.requiresGradient)
      #expect(gradient.isFinite().all().item == 1)
    }
    #expect(meta.gradient.network.tensors.contains { $0.magnitude().max().item > 0 })
    // Each objective of implicit MAML is a minimization: one element a leaf has to do.
    let check = MetaGradientCheck(learner, at: slow, on: episodes, elements: learner is ImplicitMAML ? 1 : 3)
    #expect(check.passes(), "\(name) on \(network.anatomy.network): \(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  /// The context is not zero: there, the weights that read it have no gradient, and rules that divide by a gradient's
  /// size have no derivative.
  @Test("the meta-gradient is what it says, on a regression network", arguments: withRules)
  func onRegression(name: String, rule: InnerLoop.Rule) throws {
    let sinusoids = Sinusoids(context: 3)
    var network = sinusoids.network
    network.context = network.context.map { $0 + 0.5 }
    try check(name, on: network, sinusoids.episodes, rule)
  }

  @Test("each learner works where it makes sense, and is refused elsewhere", arguments: names)
  func worksWhereItShould(name: String) throws {
    let anatomies = [
      Sinusoids(context: 3).network.anatomy, Images().network.anatomy, Tokens(tasks: 1).network.anatomy,
      Processes().network.anatomy,
    ]
    for anatomy in anatomies { _ = try learner(name, on: anatomy, inner(.sgd), hasClasses: anatomy.network == "conv") }
  }

  @Test("and on a classification network", arguments: names)
  func onClasses(name: String) throws {
    let classes = Classes()
    try check(name, on: classes.network, classes.episodes, .sgd)
  }

  @Test("and on a neural process", arguments: names)
  func onProcesses(name: String) throws {
    let processes = Processes()
    try check(name, on: processes.network, processes.episodes, .sgd)
  }

  @Test(
    "and on a convolutional network", arguments: names,
    [(Normalization.transductive, 1), (.support, 1), (.transductive, 3), (.running, 3)])
  func onImages(name: String, norms: (mode: Normalization, steps: Int)) throws {
    let images = Images(normalization: norms.mode, normSteps: norms.steps)
    try check(name, on: images.network, images.episodes, .sgd)
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

  /// The query loss of the tasks it trains on falls.
  private func train<Network: AdaptableNetwork>(
    _ learner: any MetaLearner, _ network: Network, _ episodes: EpisodeBatch<Network.Batch>
  ) {
    var generator = Generator(seed: 5)
    var slow = learner.initialSlowWeights(for: network, using: &generator)
    var optimizer = Optimizer<SlowWeights<Network>>(OptimizerRule(.adamW))
    var losses: [Double] = []
    for _ in 0..<60 {
      let meta = learner.metaGradient(of: slow, on: episodes)
      losses.append(meta.loss)
      optimizer.update(&slow, with: meta.gradient, rate: 0.01)
    }
    #expect(losses.last! < losses.first! * 0.9)
  }

  @Test("every learner lowers the query loss of the tasks it trains on", arguments: names)
  func learns(name: String) throws {
    let (sinusoids, classes) = (Sinusoids(tasks: 4, context: 3), Classes(tasks: 4))
    if let learner = try learner(name, on: sinusoids.network.anatomy, inner(.sgd)) {
      train(learner, sinusoids.network, sinusoids.episodes)
    }
    if let learner = try learner(name, on: classes.network.anatomy, inner(.sgd), hasClasses: true) {
      train(learner, classes.network, classes.episodes)
    }
  }

  /// Answers of the right shape, once a step.
  private func answer(_ learner: any MetaLearner, _ network: MLP, _ episodes: EpisodeBatch<ExampleBatch>) {
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: network, using: &generator)
    var seen: [Int] = []
    learner.answer(slow, episodes, after: Array(0...3)) { step, outputs in
      seen.append(step)
      #expect(outputs.shape == network.outputs(on: episodes.query).shape && !outputs.requiresGradient)
    }
    #expect(seen == (learner.inner.phases.isEmpty ? [0] : [0, 1, 2, 3]))
  }

  @Test("every learner answers after each step, and every network has a learner", arguments: names)
  func answers(name: String) throws {
    let (sinusoids, classes) = (Sinusoids(tasks: 2, context: 3), Classes(tasks: 2))
    if let learner = try learner(name, on: sinusoids.network.anatomy, inner(.sgd)) {
      answer(learner, sinusoids.network, sinusoids.episodes)
    }
    if let learner = try learner(name, on: classes.network.anatomy, inner(.sgd), hasClasses: true) {
      answer(learner, classes.network, classes.episodes)
    }
  }

  @Test("tasks do not see each other: batched gradients are looped ones", arguments: names)
  func batchedIsLooped(name: String) throws {
    let classes = Classes(tasks: 3)
    guard let learner = try learner(name, on: classes.network.anatomy, inner(.sgd), hasClasses: true) else { return }
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: classes.network, using: &generator)
    let together = learner.metaGradient(of: slow, on: classes.episodes).gradient
    let alone = classes.episodes.chunks(of: 1).map { learner.metaGradient(of: slow, on: $0).gradient }
    let mean = alone.dropFirst().reduce(alone[0]) { $0.zip($1) { $0 + $1 } }.map { $0 * (1.0 / 3) }
    #expect(distance(mean, together) < 1e-6)
  }

  @Test func namesAreUniqueAndSourcesGiven() {
    #expect(Set(MetaLearners.all.map(\.name)).count == MetaLearners.all.count)
    #expect(MetaLearners.all.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
    #expect(MetaLearners.named("nothing") == nil)
  }
}
