import ArgumentParser
import Experiments
import Scaling

extension ScaleCommand {
  /// The command `autodidact scale compare data.csv --x N,D --y loss`.
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Every law that reads these columns, ranked by how it forecasts.")

    @OptionGroup var options: ScaleOptions
    @OptionGroup var laws: LawChoice

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: options.json))) } }

    func answer(to output: Output) throws {
      let question = try options.analysis().sampled
      let laws = try laws.laws(for: question.observations)
      let comparison = Comparison(
        question.observations, laws: laws, holdOut: question.holdOut, objective: question.objective,
        replicates: question.replicates, seed: question.seed,
        progress: { [shown = LawProgress()] in shown.show($0, of: $1) })
      guard let best = comparison.candidates.first else {
        let why = comparison.refused.map { "\($0.name): \(question.placed($0.reason))" }.joined(separator: "\n  ")
        throw BadInputError("\(question.source): no law could be fitted\n  \(why)")
      }
      let summary = ComparisonSummary(comparison, question)
      try ScaleAnswer(options: options, output: output).give(summary, title: "Laws compared") {
        ScalingPlots(question, fit: best.fit, bootstrap: nil, horizons: best.horizons).all
      }
    }
  }
}
