import ArgumentParser

/// The command `autodidact scale`, which tells whether more scale buys more capability, and how much.
struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Fit scaling laws, forecast with them, and refuse to where they do not hold.",
    subcommands: [
      Fit.self, Compare.self, Forecast.self, Verdict.self, Design.self, Emergence.self, Study.self, Cell.self,
    ])
}
