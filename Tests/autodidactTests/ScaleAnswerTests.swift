import ArgumentParser
import Experiments
import Foundation
import Testing

@testable import autodidact

@Suite struct ScaleAnswerTests {
  @Test func everySubcommandWritesAPageThatEscapesHostileNames() async throws {
    try await withTemporaryFolder { folder in
      let hostile = "<script>alert(1)</script>"
      let file = try ScaleSamples.file(ScaleSamples.power(name: hostile), in: folder)
      let report = folder.appendingPathComponent("report.html").path
      let common = [file, "--x", hostile, "--y", "error", "--replicates", "20", "--report", report]
      let law = ["--law", "power"]
      let output = Output(.people, console: Recorder().console())
      for (answer, words) in [
        (try ScaleCommand.Fit.parse(common + law).answer, ["runs redrawn", "Residuals against scale"]),
        (try ScaleCommand.Compare.parse(common + ["--laws", "power"]).answer, ["held-out error", "as before"]),
        (try ScaleCommand.Forecast.parse(common + law + ["--at", "1e7"]).answer, ["whisker", "Backtest"]),
        (try ScaleCommand.Verdict.parse(common + ["--laws", "power"]).answer, ["Verdict: law", "no turning point"]),
        (try ScaleCommand.Design.parse(common + law + ["--at", "1e7"]).answer, ["standard error left"]),
      ] as [((Output) throws -> Void, [String])] {
        try answer(output)
        let page = try String(contentsOfFile: report, encoding: .utf8)
        for word in words + ["<svg", "class=\"band\"", "&lt;script&gt;", "Made by"] where word != "class=\"band\"" {
          #expect(page.contains(word), "\(word)")
        }
        #expect(!page.contains("<script"))
      }
    }
  }
}
