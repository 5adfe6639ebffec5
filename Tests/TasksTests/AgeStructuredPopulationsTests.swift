import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct AgeStructuredPopulationsTests {
  private func populations(_ count: Int) -> [AgeStructuredPopulations] {
    var generator = Generator(seed: 41)
    return (0..<count).map { _ in .drawn(using: &generator) }
  }

  @Test func preyAloneGrowAsTheirLeslieMatrixSays() {
    for rates in populations(50) {
      // So few that crowding is nothing: a step is linear, and the growth rate solves the Euler–Lotka equation.
      var state = [1e-9, 1e-9, 1e-9, 0, 0, 0]
      var growth = 0.0
      for _ in 0..<400 {
        let next = rates.next(state)
        growth = next[..<3].reduce(0, +) / state[..<3].reduce(0, +)
        state = next.map { $0 / growth }
      }
      let (f, s) = (rates.preyFecundity, rates.preySurvival)
      let λ = growth
      let eulerLotka = s[0] * f[0] / (λ * λ) + s[0] * s[1] * f[1] / (λ * λ * (λ - s[2]))
      #expect(abs(eulerLotka - 1) < 1e-6, "growth \(growth)")
    }
  }

  @Test func whatIsEatenBecomesYoungPredators() {
    for rates in populations(50) {
      let state = [1.0, 0.5, 0.8, 0.3, 0.6, 0.9]
      var unhunted = state
      unhunted[4] = 0
      unhunted[5] = 0
      let survivors = rates.next(state)[1] + rates.next(state)[2]
      let escape = survivors / (rates.next(unhunted)[1] + rates.next(unhunted)[2])
      #expect(escape > 0 && escape < 1)
      #expect(abs(rates.next(state)[3] - rates.conversion * 2.3 * (1 - escape)) < 1e-12)
      #expect(rates.next(unhunted)[3] == 0)
    }
  }

  @Test func predatorsBreedFasterTheMorePreyThereIsAndNeverWithoutEnd() {
    for rates in populations(50) {
      let young = [0.01, 0.1, 1, 10, 1e3, 1e6].map { rates.next([$0, 0, 0, 0, 0, 1e-3])[3] }
      #expect(zip(young, young.dropFirst()).allSatisfy { $0 < $1 })
      #expect(young.last! <= 1e-3 * rates.conversion / rates.handlingTime)
    }
  }

  @Test func populationsStayBoundedForEver() {
    for rates in populations(100) {
      var state = [2.7, 2.7, 2.7, 2.7, 2.7, 2.7]
      for step in 0..<500 {
        state = rates.next(state)
        #expect(state.allSatisfy { $0 >= 0 && $0.isFinite })
        if step > 400 {
          let births = rates.preyFecundity.max()! * rates.crowding
          #expect(state[0] <= births && state[1] <= births && state[2] <= births / (1 - rates.preySurvival[2]))
        }
      }
    }
  }

  @Test func oneAnswerForAllTasksIsABadOne() {
    var generator = Generator(seed: 42)
    let family = RegressionFamily.predatorPrey()
    let rules = (0..<60).map { _ in family.rule(in: .metaTrain, using: &generator) }
    let inputs = (0..<60).map { _ in rules[0].input(&generator) }
    let answers = rules.map { rule in inputs.map { rule.output($0) } }
    let tasks = Double(rules.count)
    var unexplained: [Double] = []
    for output in 0..<6 {
      var between = 0.0, values: [Double] = []
      for input in inputs.indices {
        let column = answers.map { $0[input][output] }
        let mean = column.reduce(0, +) / tasks
        between += column.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / tasks
        values += column
      }
      between /= Double(inputs.count)
      let mean = values.reduce(0, +) / Double(values.count)
      let total = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
      unexplained.append(between / total)
    }
    // The best answer that ignores the task leaves this share of the variance; the oracle leaves nothing.
    #expect(unexplained.allSatisfy { $0 > 0.05 }, "\(unexplained)")
    #expect(unexplained.reduce(0, +) / 6 > 0.2, "\(unexplained)")
  }
}
