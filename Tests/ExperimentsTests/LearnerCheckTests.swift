import MetaLearning
import Networks
import Tensors
import Testing

@testable import Experiments

/// MAML that claims second derivatives and takes none.
private struct ForgotCreateGraph: MetaLearner {
  let inner: InnerLoop
  func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    MAML(inner: inner, order: .first).metaGradient(of: slow, on: episodes)
  }
  func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    MAML(inner: inner).objective(at: slow, holding: center, on: episodes)
  }
}

@Suite(.enabled(if: Torch.isAvailable)) struct LearnerCheckTests {
  private var quick: CheckPlan {
    var plan = CheckPlan()
    plan.elements = 1
    return plan
  }

  @Test("MAML passes on every network", arguments: AdaptableNetworks.all.map(\.name))
  func passes(network: String) throws {
    let check = LearnerCheck(
      try #require(MetaLearners.named("maml")), on: try #require(AdaptableNetworks.named(network)), quick)
    #expect(check.verdict == .passes && check.reason == nil, "\(check.leaves.first.map { "\($0)" } ?? "no leaf")")
    #expect(check.error == check.leaves.first?.error)
    #expect(check.leaves.map(\.error) == check.leaves.map(\.error).sorted(by: >))
  }

  @Test("A missing term fails on every network", arguments: AdaptableNetworks.all.map(\.name))
  func fails(network: String) throws {
    let check = LearnerCheck("forgetful", try #require(AdaptableNetworks.named(network)), quick) {
      request throws(UnsupportedLearner) in
      ForgotCreateGraph(inner: request.inner)
    }
    #expect(check.verdict == .fails && (check.error ?? 0) > 1e-3)
  }

  @Test func whatMakesNoSenseIsRefusedWithAReason() throws {
    let check = LearnerCheck(try #require(MetaLearners.named("proto")), on: .perceptron, quick)
    #expect(check.verdict == .refused && check.error == nil && check.leaves.isEmpty)
    #expect(check.reason?.contains("classes") == true)
  }

  @Test func onlyTheLeavesOfThePatternAdapt() throws {
    var plan = quick
    plan.leaves = "layers.2.*"
    let maml = try #require(MetaLearners.named("maml"))
    let check = LearnerCheck(maml, on: .perceptron, plan)
    #expect(check.verdict == .passes)
    let rates = check.leaves.map(\.name).filter { $0.hasPrefix("rates.") }.sorted()
    #expect(rates == ["rates.layers.2.bias", "rates.layers.2.weight"])
    #expect(check.adapting == "layers.2.*")
    let anil = try #require(MetaLearners.named("anil"))
    #expect(LearnerCheck(anil, on: .perceptron, plan).verdict != .fails)
    plan.leaves = "layers.0.*"
    #expect(LearnerCheck(anil, on: .perceptron, plan).reason?.contains("by itself") == true)
    plan.leaves = "nothing.*"
    #expect(LearnerCheck(maml, on: .perceptron, plan).reason?.contains("layers.0.weight") == true)
  }

  @Test("Rules that divide by a gradient's size pass too", arguments: [InnerLoop.Rule.adam, .normalized])
  func rules(rule: InnerLoop.Rule) throws {
    var plan = quick
    plan.rule = rule
    for network in [NetworkEntry.perceptron, .convolutional] {
      for seed: UInt64 in 1...2 {
        plan.seed = seed
        let check = LearnerCheck(try #require(MetaLearners.named("maml")), on: network, plan)
        #expect(
          check.verdict == .passes, "\(network.name), seed \(seed): \(check.leaves.first.map { "\($0)" } ?? "none")")
      }
    }
  }

  @Test func aCheckIsAFunctionOfItsSeed() throws {
    let maml = try #require(MetaLearners.named("maml"))
    var other = quick
    other.seed = 2
    let first = LearnerCheck(maml, on: .perceptron, quick)
    #expect(first == LearnerCheck(maml, on: .perceptron, quick))
    #expect(first.loss != LearnerCheck(maml, on: .perceptron, other).loss)
  }

  @Test func plansThatCannotBeAreRefused() {
    var plan = CheckPlan()
    #expect(plan.problem == nil)
    plan.elements = 0
    #expect(plan.problem?.key == "elements")
    plan.steps = -1
    #expect(plan.problem?.key == "steps")
  }
}
