import Foundation
import Randomness

extension RegressionFamily {
  /// Returns the family of sums of two waves, one twice as fast as the other, each task with an input window of its
  /// own.
  ///
  /// y = a₁ sin(ωx + b₁) + a₂ sin(2ωx + b₂) + ε, aᵢ ~ N(0, 1), bᵢ ~ U[0, 2π], ω ~ U[5, 7],
  /// x ~ N(μ, 1) with μ ~ U[−4, 4], ε ~ N(0, noise²)
  ///
  /// - Source: Lacoste et al. 2018, "Uncertainty in Multitask Transfer Learning", the harmonic data, with the ranges of
  ///   torchmeta's `Harmonic`.
  /// - Differs: the default noise is ours; torchmeta's is none unless asked.
  public static func harmonic(noise: Double = 0.1) -> RegressionFamily {
    RegressionFamily("harmonic", "two waves, one twice as fast, through a window of their own") { generator in
      let first = generator.normal(), second = generator.normal()
      let firstPhase = generator.uniform(in: 0..<2 * .pi), secondPhase = generator.uniform(in: 0..<2 * .pi)
      let frequency = generator.uniform(in: 5..<7), centre = generator.uniform(in: -4..<4)
      return RegressionRule(
        "\(first) sin(\(frequency) x + \(firstPhase)) + \(second) sin(2 · \(frequency) x + \(secondPhase)), "
          + "x around \(centre)",
        noise: noise, input: { [centre + $0.normal()] },
        output: { [first * sin(frequency * $0[0] + firstPhase) + second * sin(2 * frequency * $0[0] + secondPhase)] })
    }
  }
}
