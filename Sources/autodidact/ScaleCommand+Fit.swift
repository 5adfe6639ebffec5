import ArgumentParser
import Experiments
import Scaling

extension ScaleCommand {
  /// The command `autodidact scale fit data.csv --x N,D --y loss --law chinchilla`.
  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fit", abstract: "Fit one law: its parameters, how sure they are, and what they owe to single rows.")

    @OptionGroup var options: ScaleOptions
    @OptionGroup var law: LawOptions

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: options.json))) } }

    func answer(to output: Output) throws {
      var (question, law) = try law.question(options)
      let fitted = try question.answering { question throws(ScalingError) in try FittedLaw(law, to: question) }
      try ScaleAnswer(options: options, output: output).give(fitted.summary, title: "\(law.name): the fit") {
        let horizons = fitted.forecast(at: [], question).horizons
        return ScalingPlots(question, fit: fitted.fit, bootstrap: fitted.bootstrap, horizons: horizons).all
      }
    }
  }
}
