import ArgumentParser

/// `autodidact scale`: whether more compute buys more capability, and how much.
struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Measure how capability grows with what is spent on it.",
    subcommands: [Study.self, Cell.self])
}
