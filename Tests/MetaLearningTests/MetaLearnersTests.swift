import MetaLearning
import Networks
import Tensors
import Testing

/// What every learner of the catalogue keeps to; a new entry is tested on arrival.
@Suite struct MetaLearnersTests {
  @Test("every learner's gradient is finite and fits the slow weights", arguments: MetaLearners.all.map(\.name))
  func gradientFits(name: String) throws {
    let learner = try #require(MetaLearners.named(name)).make(InnerLoop(steps: 2, rate: 0.02), [])
    let tokens = Tokens()
    let slow = SlowWeights(tokens.network, inner: InnerLoop(steps: 2, rate: 0.02))
    let meta = learner.metaGradient(of: slow, on: tokens.episodes)
    #expect(meta.loss.isFinite)
    #expect(meta.gradient.names == slow.names)
    for (gradient, leaf) in zip(meta.gradient.tensors, slow.tensors) {
      #expect(gradient.shape == leaf.shape)
      #expect(gradient.isFinite().all().item == 1)
      #expect(!gradient.requiresGradient)
    }
    #expect(meta.gradient.network.tensors.contains { $0.magnitude().max().item > 0 })
  }

  @Test("every learner lowers the query loss of the tasks it trains on", arguments: MetaLearners.all.map(\.name))
  func learns(name: String) throws {
    let inner = InnerLoop(steps: 2, rate: 0.02)
    let learner = try #require(MetaLearners.named(name)).make(inner, [])
    let sinusoids = Sinusoids(tasks: 4)
    var slow = SlowWeights(sinusoids.network, inner: inner)
    var optimizer = Optimizer<MLP>(OptimizerRule(.adamW))
    var losses: [Double] = []
    for _ in 0..<60 {
      let meta = learner.metaGradient(of: slow, on: sinusoids.episodes)
      losses.append(meta.loss)
      optimizer.update(&slow.network, with: meta.gradient.network, rate: 0.01)
    }
    #expect(losses.last! < losses.first! * 0.9)
  }

  @Test func namesAreUniqueAndSourcesGiven() {
    #expect(Set(MetaLearners.all.map(\.name)).count == MetaLearners.all.count)
    #expect(MetaLearners.all.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
    #expect(MetaLearners.named("nothing") == nil)
  }
}
