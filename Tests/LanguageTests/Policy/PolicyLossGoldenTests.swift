import Foundation
import Language
import Testing

private let reference = URL(filePath: #filePath).deletingLastPathComponent().appending(
  path: "../../../../shared/reference"
)
.standardizedFileURL
private let service = reference.appending(path: "service-golden/losses.json")
private let published = reference.appending(path: "lm-golden/policy-losses.json")

private func isThere(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

/// Numbers of any nesting, in order.
private func flat(_ value: Any?) -> [Double] {
  (value as? [Any])?.flatMap { flat($0) } ?? (value as? NSNumber).map { [$0.doubleValue] } ?? []
}

private func object(_ file: URL) throws -> [String: Any] {
  try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
}

@Suite struct PolicyLossGoldenTests {
  @Test(.enabled(if: isThere(service))) func lossesAndSlopesAreThoseOfThePublishedFormulas() throws {
    let cases = try object(service)["cases"] as? [[String: Any]] ?? []
    #expect(cases.count == 10)
    for one in cases {
      let loss = try PolicyLoss(one["loss_fn"] as? String ?? "", one["loss_fn_config"] as? [String: Double] ?? [:])
      let inputs = (one["loss_fn_inputs"] as? [String: Any] ?? [:]).mapValues { flat($0) }
      let value = loss(flat(one["target_logprobs"]), inputs)
      #expect(abs(value.loss - flat(one["loss:sum"] as Any)[0]) < 1e-9)
      for (a, b) in zip(value.slopes, flat(one["d_loss_d_logprobs"])) { #expect(abs(a - b) < 1e-9) }
    }
  }

  /// Losses of trl, in float32: sums that it divides by numbers of tokens or sequences.
  @Test(.enabled(if: isThere(published))) func sumsAreThoseOfTRLTimesWhatItDividesBy() throws {
    let all = try object(published)
    let lengths = flat(all["lengths"]).map { Int($0) }
    let (own, sampled) = (all["logps"] as? [Any] ?? [], all["old_logps"] as? [Any] ?? [])
    var known = 0
    for one in all["cases"] as? [[String: Any]] ?? [] {
      let (type, scale) = (one["loss_type"] as? String ?? "", one["scale_rewards"] as? String ?? "")
      let isSequence = one["importance_sampling_level"] as? String == "sequence"
      guard ["grpo", "dapo", "cispo"].contains(type), one["delta"] is NSNull, flat(one["beta"]) == [0] else { continue }
      known += 1
      let (low, high) = (1 - flat(one["epsilon_low"])[0], flat(one["epsilon_high"])[0])
      let isCISPO = type == "cispo"
      let loss = try PolicyLoss(
        isCISPO ? "cispo" : isSequence ? "gspo" : "ppo",
        ["clip_low_threshold": isCISPO ? 0 : low, "clip_high_threshold": isCISPO ? high : 1 + high])
      let advantages = flat((all["advantages"] as? [String: Any])?[scale])
      let gradients = one["grad"] as? [Any] ?? []
      var sum = 0.0
      for (row, length) in lengths.enumerated() {
        let value = loss(
          Array(flat(own[row]).prefix(length)),
          [
            "logprobs": Array(flat(sampled[row]).prefix(length)),
            "advantages": Array(repeating: advantages[row], count: length),
            "sequence_ratio_mask": Array(repeating: 1, count: length),
          ])
        let divisor = Double(type == "grpo" ? length * lengths.count : lengths.reduce(0, +))
        sum += value.loss / divisor
        for (a, b) in zip(value.slopes, flat(gradients[row])) { #expect(abs(a / divisor - b) < 1e-6) }
      }
      #expect(abs(sum - flat(one["loss"] as Any)[0]) < 1e-6)
    }
    #expect(known == 6)
  }
}
