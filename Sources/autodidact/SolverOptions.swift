public import ArgumentParser
public import Experiments
import Search

/// The options for the steps and views of a `Solver`.
struct SolverOptions: ParsableArguments {
  @Option(help: "Adaptation steps.")
  var steps = Solver().steps

  @Option(help: "Models that adapt side by side, each to its own recoloured, reflected view of the task.")
  var copies = Solver().copies

  @Option(help: "Answers a copy, which are voted on.")
  var votes = Solver().votes

  @Option(help: "Demonstrations a step.")
  var pairs = Solver().pairs

  @Option(help: "The seed of views and votes.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Seconds a task, such as 30s or 2m; without it the work is counted, and the answers are the same everywhere.",
      valueName: "seconds"))
  var budget: Seconds?

  var solver: Solver {
    var solver = Solver()
    (solver.steps, solver.copies, solver.votes, solver.pairs) = (steps, copies, votes, pairs)
    return solver
  }

  func validate() throws {
    for (name, value, least) in [("steps", steps, 0), ("copies", copies, 1), ("votes", votes, 1), ("pairs", pairs, 1)]
    where !(least...100_000).contains(value) {
      throw ValidationError("--\(name) is \(value); give \(least) to 100000")
    }
  }
}

/// A length of time as people write it: 30, 30s or 2m.
struct Seconds: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    let isMinutes = argument.hasSuffix("m")
    guard let number = Double(argument.hasSuffix("s") || isMinutes ? String(argument.dropLast()) : argument),
      number > 0, number.isFinite
    else { return nil }
    value = isMinutes ? 60 * number : number
  }
}

extension TaskSolver.Side: ExpressibleByArgument {}
