import Foundation
import Randomness
internal import Requirements

extension RegressionFamily {
  /// Returns the family of predators and prey of three ages each: from the current state, predict the state `steps`
  /// time steps later.
  ///
  /// x = ln(0.01 + state), y = ln(0.01 + state after `steps`), each class's density log-uniform in [e⁻², e]
  ///
  /// The logarithm makes relative change the measure, as ecologists report it; the 0.01 under it, a thirteenth of the rarest
  /// class, keeps extinction finite. `AgeStructuredPopulations` has the dynamics and the ranges of its rates.
  /// - Shapes: inputs `[6]` and outputs `[6]`: prey of age 1, 2, 3+, predators of age 1, 2, 3+.
  public static func predatorPrey(steps: Int = 1) -> RegressionFamily {
    require((1...100).contains(steps), "\(steps) time steps; choose 1...100")
    return RegressionFamily(
      "predator-prey", "how age-structured predators and prey develop", inputs: 6, outputs: 6
    ) { generator in
      let populations = AgeStructuredPopulations.drawn(using: &generator)
      return RegressionRule(
        "\(populations.rates)",
        input: { generator in (0..<6).map { _ in feature(exp(generator.uniform(in: -2..<1))) } },
        output: { features in
          var state = features.map { max(0, exp($0) - detectionLimit) }
          for _ in 0..<steps { state = populations.next(state) }
          return state.map(feature)
        })
    }
  }

  private static let detectionLimit = 0.01

  private static func feature(_ density: Double) -> Double { log(detectionLimit + density) }
}
