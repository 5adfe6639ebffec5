import MetaLearning
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct FamilyTasksTests {
  private func settings(_ families: [[String]], support: Int = 3, margin: Int = 0) -> FamilySettings {
    var settings = FamilySettings()
    settings.canvasMargin = margin
    settings.sources = families.map { names in
      var source = EpisodeSource()
      (source.families, source.support, source.query) = (names, support, 2)
      return source
    }
    return settings
  }

  @Test func aMetaBatchIsAFunctionOfTheGenerator() throws {
    let tasks = try FamilyTasks(settings([["cipher", "shift"]]))
    func inputs(_ seed: UInt64) -> [Int64] {
      tasks.episodes(0..<4, in: .metaTrain, using: Generator(seed: seed)).support.inputs.scalars(Int64.self)
    }
    #expect(inputs(1) == inputs(1) && inputs(1) != inputs(2))
  }

  @Test func aMarginAddsEmptyColumnsAndNoMoreThanSaid() throws {
    let (tight, loose) = (
      try FamilyTasks(settings([["cipher"]])), try FamilyTasks(settings([["cipher"]], margin: 4))
    )
    let added = (0..<20).map { (seed: UInt64) in
      let generator = Generator(seed: seed)
      return loose.episodes(0..<2, in: .metaTrain, using: generator).support.inputs.size(2)
        - tight.episodes(0..<2, in: .metaTrain, using: generator).support.inputs.size(2)
    }
    #expect(added.allSatisfy { (0...4).contains($0) } && Set(added).count > 1)
  }

  @Test func weightsChooseTheSource() throws {
    let tasks = try FamilyTasks(settings([["cipher"], ["fillEnclosed"]]))
    let second = try tasks.weighted([0, 1], key: "stages.0.weights")
    for seed in 0..<5 as Range<UInt64> {
      let drawn = second.sampler.batch(2, in: .metaTrain, weights: second.weights, using: Generator(seed: seed))
      #expect(drawn.allSatisfy { $0.family == "fillEnclosed" })
    }
    #expect(try second.weighted([], key: "k").weights.isEmpty)
    for wrong in [[1.0], [0, 0], [-1, 2], [1, 1, 1]] {
      let error = #expect(throws: ConfigurationError.self) { try tasks.weighted(wrong, key: "stages.0.weights") }
      #expect(error?.key == "stages.0.weights")
    }
  }

  @Test func aSourceThatCannotBeDrawnIsNamed() {
    func key(_ settings: FamilySettings) -> String? {
      #expect(throws: ConfigurationError.self) { try FamilyTasks(settings) }?.key
    }
    #expect(key(settings([["shift"], ["cipher"]], support: 1_000)) == "tasks.families.sources.0")
    #expect(key(settings([["cypher"]])) != nil)
  }
}
