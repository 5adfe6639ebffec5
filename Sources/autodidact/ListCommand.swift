import ArgumentParser
import Experiments
import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors
import Reports

/// The command `autodidact list learners|tasks|families|primitives|networks|laws`, which shows the catalogues.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "List what there is: learners, task distributions and families, primitives of programs, networks, scaling laws.",
    subcommands: [Learners.self, Tasks.self, Families.self, Primitives.self, Networks.self, Laws.self])

  /// An entry of a catalogue.
  struct Entry: Encodable, Equatable {
    let name: String
    let summary: String
    let source: String?
    let world: String?
    let parameters: Int?

    init(_ name: String, _ summary: String, source: String? = nil, world: String? = nil, parameters: Int? = nil) {
      (self.name, self.summary, self.source, self.world, self.parameters) = (name, summary, source, world, parameters)
    }
  }

  /// The command `autodidact list learners`.
  struct Learners: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The learners: `learner:` of a configuration.")
    @Flag(help: "Print JSON for programs.") var json = false

    static var entries: [Entry] { MetaLearners.all.map { Entry($0.name, $0.summary, source: $0.source) } }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      try output.result(Self.entries) {
        Table(
          ["learner", "what it does", "source"], rows: Self.entries.map { [$0.name, $0.summary, $0.source ?? ""] }
        ).text(console: output.console)
      }
    }
  }

  /// The command `autodidact list families`.
  struct Families: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The task families: `families:` of a source.")
    @Flag(help: "Print JSON for programs.") var json = false

    static var entries: [Entry] {
      EpisodeSampler.worlds.flatMap { world in
        world.families.map { Entry($0.name, $0.summary, world: world.name) }
      }
    }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      try output.result(Self.entries) {
        Table(
          ["family", "world", "what its rules do"], rows: Self.entries.map { [$0.name, $0.world ?? "", $0.summary] }
        ).text(console: output.console)
      }
    }
  }

  /// The command `autodidact list networks`.
  struct Networks: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The networks: `network:` of a configuration.")
    @Flag(help: "Print JSON for programs.") var json = false

    /// The entries of the catalogue with their defaults, and two published arrangements of the recursive model.
    static var entries: [Entry] {
      func arrangement(_ name: String, _ sizes: TinyRecursiveConfiguration, _ summary: String, _ source: String)
        -> Entry
      {
        var generator = Generator(seed: 0)
        let count = TinyRecursiveModel(sizes, using: &generator).parameterCount
        return Entry(name, summary, source: source, parameters: count)
      }
      return AdaptableNetworks.all.map { Entry($0.name, $0.summary, source: $0.source, parameters: $0.parameters) } + [
        arrangement(
          "trm-published", .published, "its published sizes: width 512, prefix 16, cycles 3 and 6",
          "Jolicoeur-Martineau 2025"),
        arrangement(
          "hrm", .hierarchical, "two networks and a one-step gradient: separateHigh, oneStepGradient",
          "Wang et al. 2025"),
      ]
    }

    func run() throws { try reportingFailure { try list(to: Output(OutputMode(isJSON: json))) } }

    func list(to output: Output) throws {
      let entries = Self.entries
      try output.result(entries) {
        Table(
          ["network", "parameters", "what it is", "source"], numeric: [1],
          rows: entries.map { [$0.name, "\($0.parameters ?? 0)", $0.summary, $0.source ?? ""] }
        ).text(console: output.console)
      }
    }
  }
}
