import ArgumentParser
import Experiments
import Scaling

extension ScaleCommand {
  /// The command `autodidact scale design data.csv --x N,D --y loss --law chinchilla --at N=7e9,D=1e12`.
  struct Design: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "design",
      abstract: "Which experiment to run next, so that a forecast becomes surer at the least cost.")

    @OptionGroup var options: ScaleOptions
    @OptionGroup var law: LawOptions
    @OptionGroup var cost: CostOption

    @Option(help: ArgumentHelp("Where the forecast is wanted, as N=7e9,D=1e12.", valueName: "place"))
    var at: String

    @Option(help: "The most an experiment may cost (default: a tenth of what the place itself would cost).")
    var budget: Double?

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: options.json))) } }

    func validate() throws {
      if let budget, !(budget > 0) { throw ValidationError("--budget is \(budget); give one above 0") }
    }

    func answer(to output: Output) throws {
      var (question, law) = try law.question(options)
      let price = try cost.price(question)
      let place = try question.places([at], law)[0]
      let fitted = try question.answering { question throws(ScalingError) in try FittedLaw(law, to: question) }
      let summary = DesignSummary(fitted, target: place, cost: price.text, budget: budget, question) { price.of($0) }
      try ScaleAnswer(options: options, output: output).give(summary, title: "\(law.name): the next experiment") {
        ScalingPlots(question, fit: fitted.fit, bootstrap: fitted.bootstrap, places: [place]).all
      }
    }
  }
}
