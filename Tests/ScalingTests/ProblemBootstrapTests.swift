import Randomness
import Testing

@testable import Scaling

@Suite struct ProblemBootstrapTests {
  @Test func itDrawsAsManyProblemsAsThereAre() {
    var generator = Generator(seed: 1)
    var counts: [Int] = []
    var seen: Set<Int> = []
    ProblemBootstrap(draws: 50, confidence: 0.9).resample(7, &generator) { chosen in
      counts.append(chosen.count)
      seen.formUnion(chosen)
    }
    #expect(counts == [Int](repeating: 7, count: 50) && seen == Set(0..<7))
  }

  @Test func anIntervalLeavesTheSameShareOnEitherSide() {
    let interval = ProblemBootstrap(draws: 1, confidence: 0.9).interval((0...100).map(Double.init).reversed())
    #expect(abs(interval.lowerBound - 5) < 1e-9 && abs(interval.upperBound - 95) < 1e-9)
    #expect(ProblemBootstrap(draws: 1, confidence: 0.95).interval([3]) == 3...3)
  }

  @Test func aMeanSpreadsByItsStandardError() {
    var generator = Generator(seed: 2)
    let values = (0..<400).map { _ in generator.normal() }
    let bootstrap = ProblemBootstrap(draws: 1000, confidence: 0.95)
    var means: [Double] = []
    bootstrap.resample(400, &generator) { means.append($0.reduce(0) { $0 + values[$1] } / 400) }
    let interval = bootstrap.interval(means)
    // 2 · 1.96 / √400, up to the sample's own deviation and the number of draws.
    #expect(abs(interval.upperBound - interval.lowerBound - 0.196) < 0.03)
  }
}
