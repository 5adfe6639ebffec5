import Foundation
import Randomness

extension RegressionFamily {
  /// The family of sine waves of any amplitude and phase, the first benchmark of gradient-based meta-learning.
  ///
  /// y = A sin(x − φ), A ~ U[0.1, 5], φ ~ U[0, π], x ~ U[−5, 5]
  ///
  /// - Source: Finn, Abbeel, Levine 2017, "Model-Agnostic Meta-Learning", §5.1, and the published code (the minus sign).
  public static var sinusoid: RegressionFamily {
    RegressionFamily("sinusoid", "sine waves of any amplitude and phase") { sineWave(noise: 0, using: &$0) }
  }

  static func sineWave(noise: Double, using generator: inout Generator) -> RegressionRule {
    let amplitude = generator.uniform(in: 0.1..<5), phase = generator.uniform(in: 0..<Double.pi)
    return RegressionRule(
      "\(amplitude) sin(x − \(phase))", noise: noise, input: { [$0.uniform(in: -5..<5)] },
      output: { [amplitude * sin($0[0] - phase)] })
  }
}
