import ArgumentParser
import Scaling

/// The options for the laws that are tried.
struct LawChoice: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The laws to try, as power,chinchilla (default: all that read as many columns and are about such quantities, "
        + "under these letters where --x assigns letters).", valueName: "names"))
  var laws: String?

  /// Returns the laws, reading the columns of observations.
  func laws(for observations: Observations) throws -> [any ScalingLaw] {
    let names = observations.variables
    if let laws {
      return try ColumnList.split(laws).map { try ScalingLaws.law(named: $0, variables: names) }
    }
    let all = ScalingLaws.entries(aptFor: observations).map { $0.make(names) }
    // Letters of a known law identify the quantities, and exclude laws of other quantities.
    let alike = all.filter { $0.variables.map(\.name) == names }
    guard names.count > 1, alike.contains(where: { $0.name != "power" }) else { return all }
    // Chinchilla's law is the power law of two variables under its own name.
    return alike.contains { $0.name == "chinchilla" } ? alike.filter { $0.name != "power" } : alike
  }
}

/// A display of the laws that are done, for a user who has waited two seconds.
struct LawProgress: Sendable {
  private let start = ContinuousClock.now

  func show(_ done: Int, of count: Int) {
    guard done < count, start.duration(to: .now) > .seconds(2) else { return }
    Console.errors.print("\(done) of \(count) laws are fitted and backtested")
  }
}
