import Experiments
import Foundation
import Runs
import Scaling

/// An answer about scale on its way out: to people, to programs, to a page.
struct ScaleAnswer {
  let options: ScaleOptions
  let output: Output
  /// The words that make it again.
  var arguments = Array(CommandLine.arguments.dropFirst())

  /// Prints the answer and writes its page, if one is asked for; plots are only made for a page.
  func give(_ summary: some ScaleSummary, title: String, plots: () -> [LinePlot]) throws {
    if let report = options.report {
      let page = ScaleReport(title: title, parts: summary.parts, plots: plots(), command: command)
      try WholeFile.write(page.report.html(), to: URL(fileURLWithPath: report))
    }
    try output.result(summary) {
      ScaleText(console: output.console).text(summary.parts) + (options.report.map { "\n\nreport  \($0)" } ?? "")
    }
  }

  private var command: String {
    (["autodidact"] + arguments).map { word in
      let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0) }
      return isPlain ? word : "'\(word.replacingOccurrences(of: "'", with: "'\\''"))'"
    }.joined(separator: " ")
  }
}
