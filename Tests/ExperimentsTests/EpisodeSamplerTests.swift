import MetaLearning
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite struct EpisodeSamplerTests {
  private func source(_ families: [String], weight: Double = 1, copies: Int = 0) -> EpisodeSource {
    var source = EpisodeSource()
    (source.families, source.support, source.query) = (families, 3, 2)
    (source.weight, source.recolouredCopies) = (weight, copies)
    return source
  }

  @Test func namesStandForFamilies() throws {
    let all = try EpisodeSampler.families(["world:sequences", "!cipher", "!shift"], key: "k").map(\.name)
    #expect(!all.contains("cipher") && !all.contains("shift") && all.contains("rotation"))
    #expect(try EpisodeSampler.families(["shift", "cipher"], key: "k").map(\.name) == ["cipher", "shift"])
    #expect(throws: ConfigurationError.self) { try EpisodeSampler.families(["world:nowhere"], key: "k") }
    #expect(throws: ConfigurationError.self) { try EpisodeSampler.families(["cipher", "!cipher"], key: "k") }
    let worlds = EpisodeSampler.worlds.flatMap { $0.families.map(\.name) }
    #expect(worlds == TaskFamilies.all.map(\.name))
  }

  @Test func aBatchIsAFunctionOfTheGenerator() throws {
    let sampler = try EpisodeSampler([source(["cipher", "shift"])])
    let first = sampler.batch(4, in: .metaTrain, using: Generator(seed: 3))
    #expect(first == sampler.batch(4, in: .metaTrain, using: Generator(seed: 3)))
    #expect(first != sampler.batch(4, in: .metaTrain, using: Generator(seed: 4)))
    #expect(first.allSatisfy { $0.support.count == 3 && $0.query.count == 2 })
    #expect(Set(first.map(\.family)).isSubset(of: ["cipher", "shift"]))
  }

  @Test func sourcesComeByWeight() throws {
    let sampler = try EpisodeSampler([source(["cipher"], weight: 3), source(["fillEnclosed"], weight: 1)])
    let root = Generator(seed: 1)
    func share(_ weights: [Double]) -> Double {
      let drawn = (0..<400).map { index in
        var generator = root.child(index)
        return sampler.pick(weights, using: &generator)
      }
      return Double(drawn.count { $0 == 0 }) / 400
    }
    #expect(abs(share([]) - 0.75) < 0.07)
    #expect(share([0, 1]) == 0)
    #expect(share([1, 0]) == 1)
  }

  @Test(.enabled(if: Torch.isAvailable)) func recolouredCopiesAreAdded() throws {
    let sampler = try EpisodeSampler([source(["gravity"], copies: 4)])
    let episodes = sampler.batch(2, in: .metaTrain, using: Generator(seed: 3))
    #expect(episodes.allSatisfy { $0.support.count == 7 && $0.query.count == 2 })
    var settings = FamilySettings()
    settings.sources = [source(["gravity"], copies: 4)]
    var plan = EvaluationPlan()
    (plan.episodes, plan.split) = (3, .metaValidation)
    let sets = try FamilyTasks(settings).validationSets(plan, using: Generator(seed: 3))
    #expect(sets.map(\.name) == ["gravity"])
    #expect(try sets[0].count == 3 && sets[0].part([0, 1, 2]).batch.support.examples == 7)
  }

  @Test func splitsStayApart() throws {
    let sampler = try EpisodeSampler([source(["cipher", "rotation"])])
    func rules(_ split: Split) -> Set<String> {
      Set((0..<20).flatMap { sampler.batch(4, in: split, using: Generator(seed: $0)).map(\.name) })
    }
    #expect(rules(.metaTrain).isDisjoint(with: rules(.metaTest)))
    #expect(rules(.metaTrain).isDisjoint(with: rules(.metaValidation)))
  }
}
