import ArgumentParser
import Foundation
import Testing

@testable import autodidact

@Suite struct ScaleEmergenceTests {
  @Test func passAtKByModel() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(
        "model,n,c\nsmall,4,0\nsmall,4,1\nlarge,4,4\nlarge,4,2\n", in: folder, named: "outcomes.csv")
      let command = try ScaleCommand.Emergence.parse([file, "--samples", "n", "--passes", "c", "--by", "model"])
      let (text, json) = try answers(command.answer)
      let groups = json["groups"] as? [[String: Any]] ?? []
      #expect(groups.map { $0["name"] as? String } == ["small", "large"] && text.contains("pass@k"))
      let small = (groups.first?["coverage"] as? [[String: Any]] ?? []).compactMap { $0["value"] as? Double }
      // Of four attempts one passes: pass@1, 2, 4 are 1/4, 1/2, 1, and half the problems have none.
      #expect(small.count == 3 && zip(small, [0.125, 0.25, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func kBeyondTheAttemptsOfAProblemIsNamed() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file("n,c\n2,0\n2,1\n200,3\n", in: folder)
      let command = try ScaleCommand.Emergence.parse([file, "--samples", "n", "--passes", "c", "--k", "1,5,100"])
      let (text, json) = try answers(command.answer)
      #expect(text.contains("k = 5, 100 is left out, for 2, 2 of 3 problems have fewer"))
      let group = (json["groups"] as? [[String: Any]])?.first
      #expect((group?["coverage"] as? [Any])?.count == 1 && (group?["omitted"] as? [Any])?.count == 2)
    }
  }

  @Test func ratesSampledUntilEnoughPass() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file("samples,passes\n1001,11\n5000,0\n", in: folder)
      let (text, json) = try answers(ScaleCommand.Emergence.parse([file, "--until", "11"]).answer)
      let rates = (json["groups"] as? [[String: Any]])?.first?["rates"] as? [[String: Any]] ?? []
      #expect(abs((rates.first?["value"] as? Double ?? 0) - 0.01) < 1e-12 && rates.last?["isCapped"] as? Bool == true)
      #expect(text.contains("0/5000 (capped)"))
    }
  }

  @Test func whatCannotBeSaysItsLine() async throws {
    try await withTemporaryFolder { folder in
      let output = Output(.people, console: Recorder().console())
      for (rows, arguments, word) in [
        ("4,1\n4,5\n", [], "line 3, column passes: 5"), ("4,1.5\n", [], "line 2"), ("0,0\n", [], "column samples"),
        ("4,1\n", ["--k", "8"], "the most are 4"), ("9,4\n", ["--until", "3"], "from 0 to 3"),
      ] as [(String, [String], String)] {
        let file = try ScaleSamples.file("samples,passes\n" + rows, in: folder)
        let message = refusal { try ScaleCommand.Emergence.parse([file] + arguments).answer(to: output) }
        #expect(message.contains(word), "\(message)")
      }
    }
  }
}
