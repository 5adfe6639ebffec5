import ArgumentParser
import Experiments
import Scaling

extension ScaleCommand {
  /// The command `autodidact scale verdict data.csv --x N,D --y loss`.
  struct Verdict: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verdict",
      abstract: "Whether more scale predictably buys more: a law, a plateau, inverse, or no forecast.")

    @OptionGroup var options: ScaleOptions
    @OptionGroup var laws: LawChoice
    @OptionGroup var cost: CostOption

    func run() throws { try reportingFailure { try answer(to: Output(OutputMode(isJSON: options.json))) } }

    func answer(to output: Output) throws {
      var question = try options.analysis().sampled
      if options.goal == nil {
        guard let (goal, note) = Scaling.Verdict.goal(of: options.y, question.observations) else {
          throw BadInputError(
            "\(question.source): whether lower or higher \(options.y) is better decides the verdict, and its name does not "
              + "tell; say --goal lower or --goal higher")
        }
        question.goal = goal
        if let note { question.notes.append(note) }
      }
      let price = try cost.price(question)
      let laws = try laws.laws(for: question.observations)
      let verdict = Scaling.Verdict(
        question.observations, goal: question.goal, laws: laws, holdOut: question.holdOut,
        objective: question.objective, replicates: question.replicates, seed: question.seed,
        progress: { [shown = LawProgress()] in shown.show($0, of: $1) })
      let summary = VerdictSummary(verdict, question, cost: price.text) { price.of($0) }
      try ScaleAnswer(options: options, output: output).give(summary, title: "Verdict: \(summary.answer.rawValue)") {
        guard let candidate = verdict.candidate else { return [] }
        let bootstrap = Bootstrap(candidate.fit, count: question.replicates, seed: question.seed)
        return ScalingPlots(question, fit: candidate.fit, bootstrap: bootstrap, horizons: candidate.horizons).all
      }
    }
  }
}
