extension Verdict.Goal {
  /// Creates the goal that a measure's name tells: lower for `val/loss`, higher for `top1` and `mmlu_acc`; `nil` if it
  /// tells none.
  ///
  /// The name may be arithmetic: `1 - accuracy` and `-reward` reverse the goal. If it has words of both kinds,
  /// those of errors decide, as in `top1 error`.
  public init?(measure name: String) {
    let words = Self.words(name)
    let isLower = !words.isDisjoint(with: Self.lowerWords)
    guard isLower || !words.isDisjoint(with: Self.higherWords) else { return nil }
    let compact = name.filter { !$0.isWhitespace }
    let isTurned =
      ["-", "1/", "1-", "100-"].contains(where: compact.hasPrefix) || compact.contains("(1-")
      || compact.contains("(100-")
    let isNegative = !words.isDisjoint(with: ["negative", "neg"])
    self = isLower == (isTurned != isNegative) ? .higher : .lower
  }

  /// Returns the words of a name in lower case, split at its signs and capitals, each also without the digits behind it
  /// and, as in `r2`, joined with the next.
  private static func words(_ name: String) -> Set<String> {
    var words: [String] = []
    var last: Character = " "
    for character in name {
      let isNew = character.isUppercase && last.isLowercase || character.isLetter && last.isNumber
      if character.isLetter || character.isNumber {
        if isNew || !(last.isLetter || last.isNumber) { words.append("") }
        words[words.count - 1] += character.lowercased()
      }
      last = character
    }
    let stems = words.map { String($0.reversed().drop(while: \.isNumber).reversed()) }
    let pairs = zip(words, words.dropFirst()).map { $0 + $1 }
    return Set(words + stems + pairs)
  }

  private static let lowerWords: Set = [
    "loss", "losses", "error", "errors", "err", "errs", "ppl", "perplexity", "nll", "ce", "xent", "entropy",
    "crossentropy",
    "bpb", "bpc", "bits", "nats", "rmse", "mse", "mae", "mape", "smape", "nrmse", "wer", "cer", "ter", "eer", "fid",
    "kid",
    "kl", "kld", "divergence", "brier", "ece", "regret", "distance", "latency", "cost", "misfit", "deviation", "fpr",
    "fnr",
    "hallucination", "hallucinations", "toxicity", "failure", "failures", "fail", "mistakes", "verlust", "fehler",
  ]

  private static let higherWords: Set = [
    "accuracy", "accuracies", "acc", "bacc", "auc", "auroc", "auprc", "rocauc", "prauc", "ap", "map", "map50",
    "precision",
    "recall", "sensitivity", "specificity", "tpr", "tnr", "f1", "fscore", "fbeta", "macrof1", "microf1", "dice", "iou",
    "miou", "jaccard", "mcc", "kappa", "r2", "rsq", "rsquared", "r2score", "correlation", "corr", "pearson", "spearman",
    "kendall", "score", "scores", "exact", "exactmatch", "em", "match", "matches", "pass", "passes", "passed",
    "passrate",
    "solved", "solve", "solverate", "success", "successes", "successrate", "coverage", "correct", "hit", "hits",
    "hitrate",
    "ndcg", "mrr", "top", "top1", "top5", "top10", "reward", "rewards", "return", "returns", "win", "wins", "winrate",
    "elo",
    "skill", "bleu", "sacrebleu", "rouge", "rougel", "meteor", "chrf", "cider", "bertscore", "comet", "psnr", "ssim",
    "likelihood", "loglikelihood", "elbo", "throughput", "mmlu", "gsm8k", "gsm", "hellaswag", "arc", "arcc", "arce",
    "piqa",
    "siqa", "boolq", "winogrande", "winograd", "openbookqa", "obqa", "commonsenseqa", "csqa", "sciq", "triviaqa",
    "naturalqs",
    "squad", "drop", "race", "copa", "rte", "cb", "wic", "wsc", "multirc", "record", "glue", "superglue", "cola",
    "sst2", "mnli",
    "qnli", "qqp", "mrpc", "lambada", "storycloze", "humaneval", "mbpp", "bbh", "bigbench", "agieval", "truthfulqa",
    "gpqa",
    "aime", "swebench", "livecodebench", "ifeval", "imagenet", "cifar10", "cifar100", "genauigkeit", "treffer",
  ]
}

extension Trend {
  /// Returns whether a verdict depends on the better direction: the curve surely moves or turns, by more than the
  /// margin.
  func hangsOnGoal(_ gates: Verdict.Gates = .init()) -> Bool {
    guard scales.count >= gates.fewestScales, let low = means.min(), let high = means.max() else { return false }
    let isMoving = pValue < gates.significance || turningPoint != nil
    return isMoving && (high - low) / max(abs(low), abs(high), 1e-300) > gates.plateauMargin
  }
}

extension Verdict {
  /// Returns the goal of a measure by its name or, if that tells none, by its course, with the sentence that says so.
  ///
  /// A falling measure that is no share can only be guessed to be a loss. If a verdict would depend on a worse guess,
  /// there is none.
  public static func goal(of measure: String, _ observations: Observations) -> (goal: Goal, note: String?)? {
    switch Goal(measure: measure) {
    case .lower: return (.lower, nil)
    case .higher:
      return (
        .higher,
        "Higher is taken to be better, for \(measure) reads like an accuracy or another score; --goal lower says otherwise."
      )
    case nil:
      let trend = Trend(observations)
      guard trend.hangsOnGoal() else { return (.lower, nil) }
      let isShare = observations.y.allSatisfy { (0...1).contains($0) }
      guard trend.tau < 0, trend.turningPoint == nil, !isShare else { return nil }
      return (.lower, "Lower is taken to be better, for \(measure) falls; --goal higher says otherwise.")
    }
  }
}
