import ArgumentParser
import Foundation
import Scaling
import Testing

@testable import autodidact

/// Whatever is wrong with the data or the wishes ends with 2 and says where, and what to do.
@Suite struct ScaleBadInputTests {
  private func refused(_ csv: String, _ arguments: [String], in folder: URL) throws -> String {
    let file = try ScaleSamples.file(csv, in: folder)
    return refusal {
      let output = Output(.people, console: Recorder().console())
      try ScaleCommand.Fit.parse([file] + arguments).answer(to: output)
    }
  }

  @Test func data() async throws {
    try await withTemporaryFolder { folder in
      let rows = "1,3\n2,2.5\n4,2.2\n8,2.1\n16,2.05\n"
      for (csv, arguments, words) in [
        ("x,y\n\(rows)32,nan\n", ["--x", "x", "--y", "y"], ["line 7", "column \"y\"", "--skip-missing"]),
        ("x,y\n\(rows)0,2\n", ["--x", "x", "--y", "y"], ["line 7", "column x", "logarithm", "leave rows out"]),
        ("x,y\n\n\(rows)32,0\n", ["--x", "x", "--y", "y", "--objective", "huber"], ["line 8", "--objective squared"]),
        ("x,y\n1,2\n", ["--x", "x", "--y", "y"], ["1 different point", "measure at more scales"]),
        ("x,y\n1,2\n1,2\n1,2\n1,2\n", ["--x", "x", "--y", "y"], ["1 different point"]),
        ("x,y\n1,2\n2,2\n3,2\n4,2\n", ["--x", "x", "--y", "y"], ["every value of y is 2"]),
        ("x,y\n\(rows)", ["--x", "x,y", "--y", "y", "--law", "rising"], ["rising reads 1 variable", "--x"]),
        ("size,y\n\(rows)", ["--x", "sise", "--y", "y"], ["did you mean \"size\""]),
        ("x,y\n\(rows)", ["--x", "x", "--y", "y", "--law", "powr"], ["no law is called powr", "nearest: power"]),
        ("x,y\n\(rows)", ["--x", "x", "--y", "y", "--objective", "l2"], ["no objective is called l2"]),
        ("x,y,w\n1,2,1\n2,1,-1\n", ["--x", "x", "--y", "y", "--weight", "w"], ["line 3", "weight"]),
        ("x,y\n1,2\n2\n", ["--x", "x", "--y", "y"], ["line 3", "1 field where line 1 has 2"]),
        ("", ["--x", "x", "--y", "y"], ["it is empty"]),
        ("x,y\n\(rows)", ["--x", "x", "--y", "y", "--where", "x>100"], ["no row is left after x>100"]),
      ] as [(String, [String], [String])] {
        let law = arguments.contains("--law") ? [] : ["--law", "power"]
        let message = try refused(csv, arguments + law, in: folder)
        for word in words { #expect(message.contains(word), "\(arguments): \(message)") }
      }
      #expect(refusal { _ = try ScalingData.file(folder.path + "/none.csv") }.contains("it does not exist"))
    }
  }

  @Test func wishes() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let columns = [file, "--x", "N=params,D=2", "--y", "loss", "--law", "chinchilla", "--replicates", "10"]
      let output = Output(.people, console: Recorder().console())
      for (at, word) in [("N=7e9", "--at N=…,D=…"), ("N=7e9,D=0", "above 0"), ("N=7e9,D=x", "no variable")] {
        #expect(refusal { try ScaleCommand.Forecast.parse(columns + ["--at", at]).answer(to: output) }.contains(word))
      }
      let design = columns + ["--at", "7e9,1e12", "--cost", "6*M"]
      #expect(refusal { try ScaleCommand.Design.parse(design).answer(to: output) }.contains("no variable \"M\""))
    }
  }

  @Test func aTargetWithoutLogarithmsGetsAnotherObjectiveAndIsTold() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file("x,y\n1,3\n2,2\n4,1\n8,0.5\n16,0\n32,0.1\n,9\n", in: folder)
      let fit = try ScaleCommand.Fit.parse([
        file, "--x", "x", "--y", "y", "--law", "power", "--skip-missing", "--drop-worst", "1",
      ])
      let (text, json) = try answers(fit.answer)
      #expect(text.contains("The objective is squared, for line 6 has y = 0") && text.contains("1 skipped"))
      let data = json["data"] as? [String: Any]
      #expect(data?["rows"] as? Int == 5 && (data?["dropped"] as? [Int])?.count == 1)
    }
  }
}
