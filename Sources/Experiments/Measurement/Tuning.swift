internal import Tasks

/// Settings that a model is tried with on meta-validation tasks, so that each number of steps is measured with the best of them.
///
/// A method that is tuned for one number of steps is not the best it can be at another, and two methods compare only if both were
/// tried as often.
public struct Tuning: Hashable, Sendable {
  /// The settings of each trial, as ["inner.rate=0.01", "inner.coolDown=1"].
  public var trials: [[String]]
  /// The number of meta-validation episodes of a trial.
  public var episodes: Int

  /// Creates trials of these settings.
  public init(trials: [[String]], episodes: Int = 64) { (self.trials, self.episodes) = (trials, episodes) }

  /// Creates a trial for each way to take one value of each key, of lists such as "inner.rate=0.01,0.1".
  /// - Throws: `ConfigurationError` for a list without a key or a value, and for more than 1,000 trials.
  public init(grid lists: [String], episodes: Int = 64) throws(ConfigurationError) {
    var trials: [[String]] = [[]]
    for list in lists {
      let parts = list.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let values = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
      guard let key = parts.first, !key.isEmpty, !values.isEmpty else {
        throw ConfigurationError(key: "--tune", problem: "\"\(list)\" has no key or no value; give KEY=A,B,C")
      }
      trials = trials.flatMap { trial in values.map { trial + ["\(key)=\($0)"] } }
      guard trials.count <= 1_000 else {
        throw ConfigurationError(key: "--tune", problem: "these are more than 1,000 trials; give fewer values")
      }
    }
    self.init(trials: trials, episodes: episodes)
  }

  /// The settings that were best for a number of steps.
  public struct Choice: Hashable, Codable, Sendable {
    /// The number of steps.
    public let steps: Int
    /// The settings.
    public let settings: [String]
    /// The mean score of the trial on meta-validation tasks, in which an episode that diverged counts as ten times its error
    /// before adaptation.
    public let validation: Double
  }
}

extension Evaluator {
  /// Tries settings on meta-validation tasks, and measures each number of steps of the plan with the best for it.
  ///
  /// The plan's tasks have no part in the choice.
  /// - Throws: as `result`, and `ConfigurationError` for a plan whose own split is that of meta-validation.
  public func result(tuning: Tuning, progress: (Int, Int) -> Void = { _, _ in }) throws -> Result {
    guard plan.split != .metaValidation else {
      throw ConfigurationError(
        key: "--tune", problem: "settings are chosen on \(plan.split.rawValue); measure on another split")
    }
    let total = tuning.trials.count * tuning.episodes
    var best: [Int: (trial: Int, score: Double)] = [:]
    for (index, trial) in tuning.trials.enumerated() {
      var validation = self
      validation.plan.split = .metaValidation
      (validation.plan.tasks, validation.plan.episodes) = ([], tuning.episodes)
      validation.settings += trial
      let scores = try validation.result { done, _ in progress(index * tuning.episodes + done, total) }.scores
      for (step, score) in zip(scores.steps, scores.selections) where score > best[step]?.score ?? -.infinity {
        best[step] = (index, score)
      }
    }
    let chosen = best.sorted { $0.key < $1.key }
    var (merged, choices): (Result?, [Tuning.Choice]) = (nil, [])
    let trials = Set(chosen.map(\.value.trial)).sorted()
    for (index, trial) in trials.enumerated() {
      var measured = self
      measured.settings += tuning.trials[trial]
      measured.plan.steps = chosen.filter { $0.value.trial == trial }.map(\.key)
      let part = try measured.result { done, total in progress(index * total + done, trials.count * total) }
      merged = merged.map { $0.joined(with: part) } ?? part
    }
    guard let merged else {
      throw ConfigurationError(key: "--tune", problem: "no trial gave a finite score: try other values")
    }
    choices = chosen.map { step, found in
      let score = merged.scores.isBetterHigh ? found.score : -found.score
      return Tuning.Choice(steps: step, settings: tuning.trials[found.trial], validation: score)
    }
    return Result(
      scores: merged.scores,
      evaluation: Evaluation(merged.scores, like: merged.evaluation, plan: plan, tuning: choices))
  }
}

extension Evaluator.Result {
  /// Returns the scores of both after their own numbers of steps.
  fileprivate func joined(with other: Evaluator.Result) -> Evaluator.Result {
    Evaluator.Result(scores: scores.joined(with: other.scores), evaluation: evaluation)
  }
}

extension Scores {
  /// Returns the scores of the same episodes after the numbers of steps of both.
  fileprivate func joined(with other: Scores) -> Scores {
    let all = (steps.map { ($0, true) } + other.steps.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var joined = Scores(steps: all.map(\.0), isBetterHigh: isBetterHigh)
    joined.name = name
    joined.rows = zip(rows, other.rows).map { ours, theirs in
      func column(_ path: KeyPath<Row, [[Double]]>) -> [[Double]] {
        guard !ours[keyPath: path].isEmpty, !theirs[keyPath: path].isEmpty else { return [] }
        var (first, second) = (ours[keyPath: path][...], theirs[keyPath: path][...])
        return all.compactMap { $0.1 ? first.popFirst() : second.popFirst() }
      }
      return Row(
        group: ours.group, name: ours.name, shots: ours.shots, scores: column(\.scores), exact: column(\.exact),
        loss: column(\.loss), before: ours.before)
    }
    return joined
  }
}
