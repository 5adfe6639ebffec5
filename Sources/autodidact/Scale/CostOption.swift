import ArgumentParser
import Experiments
import Scaling

/// The option for the cost of a run.
struct CostOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a run costs, over the names of x (default: 6*N*D for N and D, else the scale).", valueName: "expression"))
  var cost: String?

  /// Returns the price of a point, as it is written and as it is computed.
  func price(_ question: ScalingAnalysis) throws -> (text: String, of: Formula) {
    let names = question.observations.variables
    if let cost { return (cost, try Formula(cost, of: names, named: "--cost")) }
    if Set(names) == ["N", "D"] { return ("6*N*D", try Formula("6*N*D", of: names, named: "--cost")) }
    // The scale may be a column of its own, which is no expression over the names of x.
    if let along = try? Formula(question.along, of: names, named: "--along") { return (question.along, along) }
    let product = ScalingData.product(of: names)
    return (product, try Formula(product, of: names, named: "--cost"))
  }
}
