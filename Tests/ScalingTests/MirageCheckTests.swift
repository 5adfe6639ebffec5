import Randomness
import Scaling
import TestSupport
import Testing

@Suite struct MirageCheckTests {
  /// Models that get each token right with a given probability, on answers of some length.
  func models(_ accuracies: [Double], length: Int, problems: Int, _ generator: inout Generator) -> [ScoredAnswers] {
    let target = [Int](repeating: 1, count: length)
    return accuracies.enumerated().map { scale, accuracy in
      let answers = (0..<problems).map { _ in (0..<length).map { _ in generator.bernoulli(accuracy) ? 1 : 0 } }
      return ScoredAnswers(
        scale: Double(scale + 1), answers: answers, targets: [[Int]](repeating: target, count: problems))
    }
  }

  @Test func aSmoothTokenAccuracyUnderExactMatchIsAMirage() throws {
    var generator = Generator(seed: 31)
    let accuracies = [0.1, 0.3, 0.5, 0.7, 0.95]
    let check = MirageCheck(
      models(accuracies, length: 8, problems: 200, &generator), draws: 300, using: &generator)
    #expect(check.verdict == .sharpInMetric)
    let (exact, close) = (try #require(check.exactMatch), try #require(check.editDistance))
    // pᴸ: the last step brings (0.95⁸ − 0.7⁸) / (0.95⁸ − 0.1⁸) = 91 %; of the tokens, 0.25 / 0.85 = 29 %.
    #expect(exact.interval.contains(0.913) && close.interval.contains(0.294))
    for model in check.scales {
      let expected = exactMatchRate(tokenAccuracy: accuracies[Int(model.scale) - 1], length: 8)
      #expect(abs(model.exactMatch - expected) < 0.1)
    }
  }

  @Test func aModelThatJumpsDoesSoUnderBoth() throws {
    var generator = Generator(seed: 32)
    let check = MirageCheck(
      models([0.02, 0.02, 0.98, 0.98], length: 4, problems: 300, &generator), draws: 300, using: &generator)
    #expect(check.verdict == .alikeInBoth)
    #expect(try #require(check.editDistance).value > 0.9 && #require(check.exactMatch).value > 0.9)
  }

  @Test func answersOfOneTokenAreAlikeByConstruction() throws {
    var generator = Generator(seed: 33)
    let check = MirageCheck(
      models([0.1, 0.4, 0.6, 0.9], length: 1, problems: 200, &generator), draws: 200, using: &generator)
    #expect(check.verdict == .alikeInBoth)
    #expect(try #require(check.difference).interval == 0...0)
  }

  @Test func noImprovementIsNoEmergence() {
    var generator = Generator(seed: 34)
    let flat = MirageCheck(models([0, 0, 0], length: 3, problems: 50, &generator), draws: 100, using: &generator)
    #expect(flat.verdict == .noImprovement && flat.exactMatch == nil && flat.difference == nil)
    let worse = MirageCheck(
      models([0.9, 0.5, 0.1], length: 3, problems: 50, &generator), draws: 100, using: &generator)
    #expect(worse.verdict == .noImprovement)
  }

  @Test func aHandfulOfProblemsIsUndecided() {
    var generator = Generator(seed: 35)
    let check = MirageCheck(
      models([0.3, 0.5, 0.7, 0.9], length: 2, problems: 20, &generator), draws: 300, using: &generator)
    #expect(check.verdict == .undecided)
  }

  @Test func theOrderOfTheModelsDoesNotMatter() {
    var generator = Generator(seed: 36)
    let sorted = models([0.1, 0.5, 0.9], length: 4, problems: 60, &generator)
    var (first, second) = (generator, generator)
    let check = MirageCheck(sorted, draws: 100, using: &first)
    #expect(MirageCheck(sorted.reversed(), draws: 100, using: &second).difference?.value == check.difference?.value)
    #expect(check.scales == sorted)
  }

  @Test func fewScalesOrOtherProblemsTrap() async {
    await #expect(processExitsWith: .trap) {
      var generator = Generator(seed: 1)
      _ = MirageCheck([1, 2].map { ScoredAnswers(scale: $0, distances: [1]) }, using: &generator)
    }
    await #expect(processExitsWith: .trap) {
      var generator = Generator(seed: 1)
      let scored = [1, 2, 3].map { ScoredAnswers(scale: Double($0), distances: [Int](repeating: 0, count: $0)) }
      _ = MirageCheck(scored, using: &generator)
    }
  }
}
