import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct RegressionFamilyTests {
  /// Tasks of a world: the hidden function, and an episode of it.
  private func tasks(_ family: RegressionFamily, _ count: Int) -> [(rule: RegressionRule, episode: ExampleEpisode)] {
    let generator = Generator(seed: 31)
    return (0..<count).map { index in
      var first = generator.child(index), second = generator.child(index)
      return (
        family.rule(in: .metaTrain, using: &first),
        family.episode(in: .metaTrain, EpisodeShape(shots: 5, query: 45), using: &second)
      )
    }
  }

  private func residuals(_ rule: RegressionRule, _ examples: ExampleEpisode.Examples) -> [Double] {
    let width = examples.inputs.count / examples.count
    let answers = (0..<examples.count).flatMap { row in
      rule.output(examples.inputs[row * width..<(row + 1) * width].map { Double($0) })
    }
    return zip(answers, examples.targets).map { Double($1) - $0 }
  }

  @Test(arguments: [RegressionFamily.sinusoid, .lineOrSinusoid(noise: 0), .harmonic(noise: 0), .predatorPrey(steps: 4)])
  func withoutNoiseTheOracleIsRightTo24Bits(_ family: RegressionFamily) {
    for (rule, episode) in tasks(family, 20) {
      #expect(rule.signature == episode.rule)
      #expect((residuals(rule, episode.support) + residuals(rule, episode.query)).allSatisfy { abs($0) < 2e-6 })
    }
  }

  @Test(arguments: [(RegressionFamily.lineOrSinusoid(), 0.3), (.harmonic(), 0.1)])
  func noiseHasItsStandardDeviation(_ family: RegressionFamily, _ deviation: Double) {
    let residuals = tasks(family, 200).flatMap { self.residuals($0.rule, $0.episode.query) }
    let square = residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)
    #expect(abs(square.squareRoot() / deviation - 1) < 0.05)
    #expect(abs(residuals.reduce(0, +)) / Double(residuals.count) < 0.02)
  }

  @Test func sineWavesHaveTheMomentsOfTheirRanges() {
    // E[y²] = E[A²] / 2 to first order in the window's edges, E[A²] = (5³ − 0.1³) / (3 · 4.9).
    let episodes = tasks(.sinusoid, 3_000).map(\.episode.query)
    let inputs = episodes.flatMap(\.inputs), targets = episodes.flatMap(\.targets)
    #expect(inputs.allSatisfy { (-5..<5).contains($0) } && targets.allSatisfy { abs($0) <= 5 })
    let square = targets.reduce(0) { $0 + Double($1 * $1) } / Double(targets.count)
    #expect(abs(square - (125 - 0.001) / 14.7 / 2) < 0.3, "\(square)")
    // E sin(x − φ) at x = π/2 is the mean of cos φ over half a turn, 0; at x = 0 it is −2/π, which fixes the sign of φ.
    let atZero = tasks(.sinusoid, 3_000).map { $0.rule.output([0])[0] }.reduce(0, +) / 3_000
    #expect(abs(atZero + 2.55 * 2 / .pi) < 0.1, "\(atZero)")
  }

  @Test func halfOfTheTasksAreLines() {
    let lines = tasks(.lineOrSinusoid(noise: 0), 1_000).count { task in
      let f = { task.rule.output([$0])[0] }
      return abs(f(1) - 2 * f(0) + f(-1)) < 1e-9 && abs(f(3) - 2 * f(1) + f(-1)) < 1e-9
    }
    #expect((430...570).contains(lines), "\(lines)")
  }

  @Test func aHarmonicHasTwoFrequenciesOneTwiceTheOther() {
    for (rule, episode) in tasks(.harmonic(noise: 0), 50) {
      // f''/ω² + f removes the slow wave and leaves −3 of the fast one, whose own such sum at 2ω must vanish:
      // (D²/ω² + 1)(D²/4ω² + 1) f = 0 for one ω in 5...7. On a grid, shifts by h multiply each wave by 2 cos.
      let h = 0.05, x = Double(episode.query.inputs[0])
      let samples = (-2...2).map { rule.output([x + Double($0) * h])[0] }
      let residual = { (frequency: Double) in
        let slow = 2 * cos(frequency * h), fast = 2 * cos(2 * frequency * h)
        return samples[0] + samples[4] - (slow + fast) * (samples[1] + samples[3]) + (2 + slow * fast) * samples[2]
      }
      let values = stride(from: 5.0, through: 7.0, by: 0.001).map(residual)
      #expect(values.contains { abs($0) < 1e-3 }, "\(rule.signature)")
    }
  }

  @Test func inputsOfAHarmonicLieAroundACentreOfTheirOwn() {
    let centres = tasks(.harmonic(), 400).map { task in
      task.episode.query.inputs.map { Double($0) }.reduce(0, +) / Double(task.episode.query.count)
    }
    #expect(centres.allSatisfy { abs($0) < 5 })
    let square = centres.map { $0 * $0 }.reduce(0, +) / 400
    #expect(abs(square - (64.0 / 12 + 1.0 / 45)) < 0.6, "\(square)")
  }
}
