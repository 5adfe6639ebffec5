import Foundation
import Language
import Randomness
import Testing

@Suite struct PolicyLossTests {
  private let inputs = [
    "weights": [0, 1, 1, 0.5, 1, 0.25], "logprobs": [0, -1.5, -1.9, -2, -0.9, -1.6],
    "advantages": [0, 1, 1, -0.5, -0.5, 2], "sequence_ratio_mask": [0, 1, 1, 1, 1, 1],
  ]
  private let own = [-2, -1, -0.2, -3, -0.9, -1.5]
  private let thresholds = ["clip_low_threshold": 0.8, "clip_high_threshold": 1.2]

  @Test(
    "each loss is what its formula says of a sequence",
    arguments: [
      ("cross_entropy", [:], 3.975), ("importance_sampling", [:], -8.649070777993), ("ppo", [:], -3.710341836151),
      ("cispo", [:], 4.76241486317), ("dro", ["beta": 0.05], 2.45375),
      ("gspo", ["clip_low_threshold": 0.5, "clip_high_threshold": 4.0], -3.890790259997),
    ] as [(String, [String: Double], Double)])
  func value(_ name: String, _ settings: [String: Double], _ expected: Double) throws {
    #expect(abs(try PolicyLoss(name, settings)(own, inputs).loss - expected) < 1e-9)
  }

  @Test(
    "slopes are finite differences, with the ratio of gspo and the weight of cispo held",
    arguments: [
      "cross_entropy", "importance_sampling", "ppo", "dro",
    ])
  func slopes(_ name: String) throws {
    let loss = try PolicyLoss(name, name == "dro" ? ["beta": 0.3] : [:])
    let slopes = loss(own, inputs).slopes
    for place in own.indices {
      func moved(_ by: Double) -> Double {
        var moved = own
        moved[place] += by
        return loss(moved, inputs).loss
      }
      #expect(abs((moved(1e-6) - moved(-1e-6)) / 2e-6 - slopes[place]) < 1e-7)
    }
  }

  @Test func theWeightOfCISPOAndTheRatioOfGSPOHaveNoSlope() throws {
    let cispo = try PolicyLoss("cispo", thresholds)(own, inputs)
    for (slope, (a, ratio)) in zip(
      cispo.slopes, zip(inputs["advantages"]!, zip(own, inputs["logprobs"]!).map { exp($0 - $1) }))
    {
      #expect(abs(slope + min(max(ratio, 0.8), 1.2) * a) < 1e-12)
    }
    // mean of L − q over the mask is −0.26 / ... : every token has the sequence's ratio.
    let gspo = try PolicyLoss("gspo", ["clip_low_threshold": 0, "clip_high_threshold": 9])(own, inputs)
    let gaps = zip(own, inputs["logprobs"]!).dropFirst().map { $0 - $1 }
    let ratio = exp(gaps.reduce(0, +) / 5)
    for (slope, a) in zip(gspo.slopes, inputs["advantages"]!) { #expect(abs(slope + ratio * a) < 1e-12) }
  }

  @Test func clippingCutsTheSlopeOnlyWhereItHelpsTheLoss() throws {
    let loss = try PolicyLoss("ppo")
    func slope(_ ratio: Double, _ advantage: Double) -> Double {
      loss([log(ratio)], ["logprobs": [0], "advantages": [advantage]]).slopes[0]
    }
    #expect(slope(1.3, 1) == 0 && slope(0.7, -1) == 0)
    #expect(abs(slope(1.3, -1) - 1.3) < 1e-12 && abs(slope(0.7, 1) + 0.7) < 1e-12 && abs(slope(1.1, 1) + 1.1) < 1e-12)
  }

  @Test func theDriftIsOfTheTokensThatCount() throws {
    let metrics = try PolicyLoss("ppo")(own, inputs).drift.metrics
    let gaps = [0.5, 1.7, -1, 0, 0.1]
    #expect(abs(metrics["logprob_gap:mean"]! - 0.66) < 1e-9 && abs(metrics["logprob_gap:max"]! - 1.7) < 1e-9)
    #expect(abs(metrics["ratio:mean"]! - gaps.map { exp($0) }.reduce(0, +) / 5) < 1e-9)
    #expect(abs(metrics["clip_fraction:mean"]! - 0.6) < 1e-9)
    #expect(metrics.keys.allSatisfy { $0.filter { $0 == ":" }.count == 1 })
    #expect(PolicyDrift().metrics["ratio:mean"] == 1)
  }

  @Test(
    "what is not known, missing or impossible is named with what works",
    arguments: [
      ("stable_reinforce", [:], "importance_sampling"), ("reinforce", [:], "cross_entropy"),
      ("ppo", ["clip": 1], "clip_low_threshold"), ("cross_entropy", ["beta": 1], "it has none"),
      ("gspo", [:], "clip_low_threshold 0.8"), ("dro", [:], "beta"), ("ppo", ["clip_low_threshold": 2], "above"),
      ("dro", ["beta": -1], "0 or more"),
    ] as [(String, [String: Double], String)])
  func refusal(_ name: String, _ settings: [String: Double], _ word: String) {
    #expect { try PolicyLoss(name, settings) } throws: { "\($0)".contains(word) }
  }
}
