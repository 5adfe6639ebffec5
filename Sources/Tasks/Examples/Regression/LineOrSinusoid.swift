import Randomness

extension RegressionFamily {
  /// Returns the family of half lines, half sine waves, with noise: few examples do not tell which it is.
  ///
  /// y = s x + i + ε or A sin(x − φ) + ε, s, i ~ U[−3, 3], A ~ U[0.1, 5], φ ~ U[0, π], x ~ U[−5, 5], ε ~ N(0, noise²)
  ///
  /// - Source: Finn, Xu, Levine 2018, "Probabilistic Model-Agnostic Meta-Learning", the 1D regression (noise 0.3).
  /// - Differs: each task is a line or a wave by a fair coin; torchmeta's `SinusoidAndLine` has exactly half of each,
  ///   and no noise unless asked.
  public static func lineOrSinusoid(noise: Double = 0.3) -> RegressionFamily {
    RegressionFamily("line-or-sinusoid", "lines or sine waves, with noise") { generator in
      guard generator.bernoulli(0.5) else { return sineWave(noise: noise, using: &generator) }
      let slope = generator.uniform(in: -3..<3), intercept = generator.uniform(in: -3..<3)
      return RegressionRule(
        "\(slope) x + \(intercept)", noise: noise, input: { [$0.uniform(in: -5..<5)] },
        output: { [slope * $0[0] + intercept] })
    }
  }
}
