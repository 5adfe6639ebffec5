import Experiments
import Foundation
import Runs
import Scaling
import Reports

/// The output of an answer about scale: for people, for programs, as a page.
struct ScaleAnswer {
  let options: ScaleOptions
  let output: Output
  /// The arguments that reproduce the answer.
  var arguments = Array(CommandLine.arguments.dropFirst())

  /// Prints the answer and writes its page, if one is requested; plots are only made for a page.
  func give(_ summary: some Documentable, title: String, plots: () -> [LinePlot]) throws {
    try output.result(summary) {
      summary.blocks.text(output.console.format) + (options.report.map { "\n\nreport  \($0)" } ?? "")
    }
    if let report = options.report {
      let page = Document(title: title, answer: summary.blocks, plots: plots(), command: command)
      try WholeFile.write(page.html(), to: URL(fileURLWithPath: report))
    }
  }

  private var command: String {
    (["autodidact"] + arguments).map { word in
      let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0) }
      return isPlain ? word : "'\(word.replacingOccurrences(of: "'", with: "'\\''"))'"
    }.joined(separator: " ")
  }
}
