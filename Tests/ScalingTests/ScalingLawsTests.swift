import Foundation
import Randomness
import Testing

@testable import Scaling

/// What is true of every law of the catalogue; a new one is tested on arrival.
struct ScalingLawsTests {
  @Test func namesAreUniqueAndFound() throws {
    let names = ScalingLaws.all.map(\.name)
    #expect(Set(names).count == names.count)
    for entry in ScalingLaws.all {
      #expect(entry.exampleLaw.name == entry.name)
      #expect(try ScalingLaws.entry(named: entry.name.uppercased()).name == entry.name)
      #expect(!entry.summary.isEmpty && !entry.source.isEmpty && !entry.exampleLaw.formula.isEmpty)
      #expect(entry.variableCount == nil || entry.variableCount == entry.exampleLaw.variables.count)
      #expect(entry.exampleLaw.parameters.count <= Dual.capacity)
    }
    #expect(throws: ScalingError.unknownLaw(name: "chinchila", nearest: ["chinchilla"])) {
      try ScalingLaws.entry(named: "chinchila")
    }
  }

  @Test(arguments: ScalingLaws.all.indices) func gradientIsTheLimitOfDifferences(_ index: Int) throws {
    let entry = ScalingLaws.all[index]
    let observations = try entry.example.observations(entry.exampleLaw)
    let law = try entry.exampleLaw.prepared(for: observations)
    let parameters = entry.example.parameters
    for point in [
      observations.points[0], observations.points[observations.count / 2], observations.points[observations.count - 1],
    ] {
      let value = law.evaluate(point, parameters.indices.map { .parameter(parameters[$0], $0) })
      for place in parameters.indices {
        let step = 1e-5 * max(abs(parameters[place]), 1e-3)
        func at(_ shift: Double) -> Double {
          var moved = parameters
          moved[place] += shift
          return law.value(at: point, moved)
        }
        let difference = (at(step) - at(-step)) / (2 * step)
        #expect(
          abs(value.partials[place] - difference) <= 1e-4 * max(abs(difference), 1e-6 * abs(value.value / step * 1e-5)),
          "\(entry.name), \(law.parameters[place].name)")
      }
    }
  }

  /// Variable projection rests on it.
  @Test(arguments: ScalingLaws.all.indices) func linearParametersAreLinear(_ index: Int) throws {
    let entry = ScalingLaws.all[index]
    let observations = try entry.example.observations(entry.exampleLaw)
    let law = try entry.exampleLaw.prepared(for: observations)
    let linear = law.parameters.indices.filter { law.parameters[$0].isLinear }
    var other = entry.example.parameters
    for place in linear { other[place] = 3 * other[place] + 0.1 }
    for point in [observations.points[0], observations.points[observations.count - 1]] {
      let here = law.evaluate(
        point, entry.example.parameters.indices.map { .parameter(entry.example.parameters[$0], $0) })
      let there = law.evaluate(point, other.indices.map { .parameter(other[$0], $0) })
      for place in linear {
        #expect(abs(here.partials[place] - there.partials[place]) <= 1e-12 * abs(here.partials[place]), "\(entry.name)")
      }
    }
  }

  @Test(arguments: ScalingLaws.all.indices) func plantedParametersAreFoundWithoutNoise(_ index: Int) throws {
    let entry = ScalingLaws.all[index]
    let observations = try entry.example.observations(entry.exampleLaw)
    let fit = try Fitter(objective: .squaredLog).fit(entry.exampleLaw, to: observations)
    #expect(fit.relativeError < 1e-4, "\(entry.name) leaves \(fit.relativeError)")
    for (parameter, (found, planted)) in zip(fit.law.parameters, zip(fit.parameters, entry.example.parameters)) {
      #expect(
        abs(found - planted) <= 0.05 * abs(planted), "\(entry.name): \(parameter.name) \(found), planted \(planted)")
    }
  }

  /// A 95 % interval holds the truth 95 times in 100: over 40 data sets, within three standard errors of a binomial, the
  /// parameters of one fit counted as one draw since they move together.
  @Test(arguments: ScalingLaws.all.indices) func profileIntervalsHoldPlantedParametersAtTheNominalRate(_ index: Int)
    throws
  {
    let entry = ScalingLaws.all[index]
    let count = 40
    var (inside, total) = (0, 0)
    for replicate in 0..<count {
      let seed = Generator(seed: 11).child(entry.name).child(replicate)
      var generator = seed
      let noise = entry.example.columns[0].map { _ in 0.002 * generator.normal() }
      let observations = try entry.example.observations(entry.exampleLaw, errors: noise)
      let fit = try Fitter(objective: .squaredLog).fit(entry.exampleLaw, to: observations)
      for (interval, planted) in zip(Profile(fit).intervals(), entry.example.parameters) {
        total += 1
        if let interval, interval.contains(planted) { inside += 1 }
      }
    }
    let rate = Double(inside) / Double(total)
    let error = (0.95 * 0.05 / Double(count)).squareRoot()
    #expect(abs(rate - 0.95) <= 3 * error, "\(entry.name): \(inside) of \(total)")
  }

  @Test(arguments: ScalingLaws.all.indices) func wrongUseIsRefused(_ index: Int) throws {
    let entry = ScalingLaws.all[index]
    let law = entry.exampleLaw
    let columns = law.variables.indices.map { ("x\($0)", [1.0, 2, 3]) }
    let tooMany = try Observations(variables: columns + [("more", [1.0, 2, 3])], target: ("y", [3, 2, 1]))
    if entry.variableCount != nil {
      #expect(throws: ScalingError.self) { try Fitter().fit(law, to: tooMany) }
    }
    let one = try Observations(
      variables: law.variables.indices.map { ("x\($0)", [1.0]) }, target: ("y", [3]), runs: ["a"])
    #expect(throws: ScalingError.self) { try Fitter().fit(law, to: one) }
  }
}
