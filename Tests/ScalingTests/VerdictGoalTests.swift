import Testing

@testable import Scaling

@Suite struct VerdictGoalTests {
  @Test(arguments: [
    "accuracy", "val/acc %", "R2", "auc", "top1", "top-5", "mmlu", "reward", "bleu", "exact_match", "pass@1", "f1",
    "bigbench__implicatures", "humanevalPass", "mean_score", "1 - error", "1/ppl", "negative loss", "ARC-c", "valAcc",
    "test_acc", "Pass@1", "accuracy/100", "F1 score",
  ]) func higherIsBetter(_ name: String) { #expect(Verdict.Goal(measure: name) == .higher) }

  @Test(arguments: [
    "loss", "val/loss", "err_avg17", "ppl", "log(ppl)", "1-accuracy", "100 - top1", "-reward", "top1 error", "RMSE",
    "log(1 - acc)", "negative_log_likelihood", "Verlust", "loss_c4_val", "bits per byte", "word-error-rate",
    "perplexity", "100 - acc",
  ]) func lowerIsBetter(_ name: String) { #expect(Verdict.Goal(measure: name) == .lower) }

  @Test(arguments: ["y", "3", "quality_x", "lr", "1-`3`", "accident"]) func otherNamesTellNothing(_ name: String) {
    #expect(Verdict.Goal(measure: name) == nil)
  }

  @Test func aGuessThatAVerdictHangsOnIsNotMade() throws {
    let scales = logSpaced(10, 1e6, 12)
    func goal(_ curve: (Double) -> Double) throws -> Verdict.Goal? {
      Verdict.goal(of: "y", try observations(scales, scales.map(curve)))?.goal
    }
    #expect(try goal { 2 + powerOf($0, -0.3) } == .lower)
    #expect(try goal { 2 - powerOf($0, -0.3) } == nil)
    #expect(try goal { 0.9 - 0.8 * powerOf($0, -0.3) } == nil && goal { 0.1 + 0.8 * powerOf($0, -0.3) } == nil)
    #expect(try goal { 2 + sineOf($0) / 1e4 } == .lower)
    let note = Verdict.goal(of: "acc", try observations(scales, scales))?.note
    #expect(note?.contains("--goal lower") == true)
  }
}
