import ArgumentParser
import Experiments
import Foundation
import Runs

/// The command `autodidact results`, for pages whose numbers come from the data beside them.
struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Render the tables and plots of README, Results and Guides from their data.",
    subcommands: [Render.self, Collect.self])

  /// The command `autodidact results render`.
  struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the tables and plots between the markers of README.md, Results and Guides.")

    @Argument(help: "The folder that holds them.") var folder = "."
    @Flag(help: "Write nothing; fail if a page is not as its data have it.") var check = false
    @Flag(help: "Print JSON for programs.") var json = false

    func run() throws { try reportingFailure { try render(to: Output(OutputMode(isJSON: json))) } }

    func render(to output: Output) throws {
      let pages = try ResultsPage.all(in: URL(fileURLWithPath: folder, isDirectory: true))
      let stale = pages.flatMap(\.stale).map(\.path).sorted()
      if !check {
        for page in pages where !page.stale.isEmpty {
          try WholeFile.write(page.rendered, to: page.url)
          for (url, figure) in page.figures { try WholeFile.write(figure, to: url) }
        }
      }
      try output.result(stale) {
        stale.isEmpty
          ? "\(pages.count) pages are as their data have them"
          : stale.map { "\(check ? "stale" : "written")  \($0)" }.joined(separator: "\n")
      }
      if check, !stale.isEmpty { throw ExitCode.failure }
    }
  }

  /// The command `autodidact results collect`.
  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Pool evaluations of several seeds of episodes into one data file.",
      discussion: """
        A file is what `evaluate --json` printed, called MODEL-SEED.json, or long-MODEL-SEED.json and shots-MODEL-SEED.json \
        for other numbers of steps and examples of the same model.
        """)

    @Argument(help: "Answers of `evaluate --json`, as maml-101.json.") var files: [String]
    @Option(name: .shortAndLong, help: "The data file.") var out: String

    func run() throws {
      try reportingFailure {
        try OutputFile.check([out], inputs: files)
        var pool = EvaluationPool()
        for file in files {
          let url = URL(fileURLWithPath: file)
          let name = url.deletingPathExtension().lastPathComponent
          let evaluation: Evaluation
          do { evaluation = try JSONDecoder().decode(Evaluation.self, from: Data(contentsOf: url)) } catch {
            throw BadInputError(
              "\(file): these are no answers of `evaluate --json`; give such a file (\(error.localizedDescription))")
          }
          pool.add(evaluation, as: Self.model(name))
        }
        try WholeFile.write(pool.csv, to: URL(fileURLWithPath: out))
      }
    }

    /// Returns the model in a file's name.
    static func model(_ name: String) -> String {
      let words = name.split(separator: "-").dropLast()
      let model = ["long", "shots"].contains(words.first) ? words.dropFirst() : words
      return model.isEmpty ? name : model.joined(separator: "-")
    }
  }
}
