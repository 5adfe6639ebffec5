import ArgumentParser
import Experiments
import Scaling

extension ScaleCommand {
  /// The command `autodidact scale forecast data.csv --x N,D --y loss --law chinchilla --at N=7e9,D=1e12`.
  struct Forecast: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "forecast",
      abstract: "What a law says of places nobody measured, and how it did where somebody did.")

    @OptionGroup var options: ScaleOptions
    @OptionGroup var law: LawOptions

    @Option(help: ArgumentHelp("A place, as N=7e9,D=1e12 or 7B,1T; repeatable.", valueName: "place"))
    var at: [String] = []

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: options.json))) } }

    func answer(to output: Output) throws {
      var (question, law) = try law.question(options)
      let places = try question.places(at, law)
      let fitted = try question.answering { question throws(ScalingError) in try FittedLaw(law, to: question) }
      let (summary, horizons) = fitted.forecast(at: places, question)
      try ScaleAnswer(options: options, output: output).give(summary, title: "\(law.name): the forecast") {
        ScalingPlots(question, fit: fitted.fit, bootstrap: fitted.bootstrap, horizons: horizons, places: places).all
      }
    }
  }
}
