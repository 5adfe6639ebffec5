internal import Requirements

/// The outcome of sampling until enough answers pass: K samples with c passes, ended by the r-th pass or by a cap.
///
/// With a fixed number n of samples, a rate far below 1/n gives 0 passes and no information on its size, which makes a
/// smooth increase look like emergence. A number of samples that adapts measures even a rate of 1 in 10,000.
/// - Source: Hu et al. 2023, "Predicting Emergent Abilities with Infinite Resolution Evaluation" (PassUntil).
///   <https://arxiv.org/abs/2310.03262>
/// - Note: Only for tasks on which guessing does not pass.
public struct PassUntilResult: Hashable, Sendable {
  /// The number of passes seen, c; r unless the cap came first.
  public let passes: Int
  /// The number of samples, K.
  public let samples: Int
  /// The number of passes waited for, r. The relative standard deviation of the estimate is about 1/√r.
  public let wanted: Int

  /// Creates the outcome of `samples` samples with `passes` passes; the last sample passed if that is as many as were
  /// `wanted`.
  public init(passes: Int, samples: Int, wanted: Int) {
    require(
      wanted >= 1 && samples >= 1 && passes >= 0 && passes <= min(wanted, samples),
      "\(passes) of \(wanted) passes in \(samples) samples; give at least one sample, and no more passes than either")
    self.passes = passes
    self.samples = samples
    self.wanted = wanted
  }

  /// Whether the cap came first.
  public var isCapped: Bool { passes < wanted }

  /// The paper's estimate r/K, the maximum of the likelihood; at the cap c/K.
  ///
  /// Biased upwards: for small p its mean is near p r/(r−1), 11 % too high at r = 10.
  public var ratio: Double { Double(passes) / Double(samples) }

  /// The unbiased estimate of p, (r−1)/(K−1); at the cap c/K; with r = 1, where it could only be 0 or 1, 1/K instead.
  ///
  /// Exactly unbiased without a cap, or with one that is almost never reached.
  /// - Source: Haldane 1945, "On a Method of Estimating Frequencies".
  public var estimate: Double {
    isCapped || wanted == 1 ? ratio : Double(wanted - 1) / Double(samples - 1)
  }

  /// Returns the interval for p that excludes at either end at most half of 1 − `confidence`.
  ///
  /// After the r-th pass at sample K, a negative binomial event: lower end p with P(K or fewer samples) = α/2, which is
  /// the α/2 quantile of Beta(r, K−r+1); upper end p with P(K or more) = α/2, the 1−α/2 quantile of Beta(r, K−r).
  ///
  /// At the cap, Clopper and Pearson's for c of K: Beta(c, K−c+1) and Beta(c+1, K−c); with c = 0 it is
  /// 0...1 − (α/2)^(1/K). Both order the outcomes of the same experiment, so that the confidence holds for it as a whole.
  /// - Source: Clopper, Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial".
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    require(
      0 < confidence && confidence < 1, "a confidence of \(confidence); give a share between 0 and 1, as 0.95")
    let tail = (1 - confidence) / 2
    let (c, rest) = (Double(passes), Double(samples - passes))
    let lower = passes == 0 ? 0 : IncompleteBeta.inverse(tail, c, rest + 1)
    let upper = rest == 0 ? 1 : IncompleteBeta.inverse(1 - tail, isCapped ? c + 1 : c, rest)
    return lower...upper
  }
}
