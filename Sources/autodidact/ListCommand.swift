import ArgumentParser
import Experiments
import MetaLearning
import Networks
import Randomness
import Tasks
import Tensors
import Reports

/// `autodidact list learners|families|worlds|networks|laws`: what there is to choose from.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what there is: learners, task families, few-shot worlds, networks, scaling laws.",
    subcommands: [Learners.self, Families.self, Worlds.self, Networks.self, Laws.self])

  /// A line of a catalogue.
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

  /// `autodidact list learners`
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

  /// `autodidact list families`
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

  /// `autodidact list networks`
  struct Networks: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The networks: `network:` of a configuration.")
    @Flag(help: "Print JSON for programs.") var json = false

    static var entries: [Entry] {
      func entry(_ name: String, _ sizes: TinyRecursiveConfiguration, _ summary: String, _ source: String) -> Entry {
        var generator = Generator(seed: 0)
        let count = TinyRecursiveModel(sizes, using: &generator).parameterCount
        return Entry(name, summary, source: source, parameters: count)
      }
      let paper = "Jolicoeur-Martineau 2025"
      return [
        entry("trm", TinyRecursiveConfiguration(), "small recursive model: the defaults of `network:`", paper),
        entry("trm-published", .published, "its published sizes: width 512, prefix 16, cycles 3 and 6", paper),
        entry(
          "hrm", .hierarchical, "two networks and a one-step gradient: separateHigh, oneStepGradient",
          "Wang et al. 2025"),
      ] + fewShot
    }

    /// The networks of few-shot worlds, at their defaults.
    private static var fewShot: [Entry] {
      var generator = Generator(seed: 0)
      let defaults = FewShotNetwork()
      let mlp = MLP([1] + defaults.hidden + [1], using: &generator).parameterCount
      let conv = ConvNet(defaults.conv, using: &generator).parameterCount
      let process = NeuralProcess(1, 1, width: defaults.width, using: &generator).parameterCount
      return [
        Entry(
          "mlp", "linear layers with ReLU: `network.kind: mlp` of a few-shot world", source: "Finn et al. 2017",
          parameters: mlp),
        Entry(
          "conv", "Conv-4 on images of classes: `network.kind: conv`", source: "Vinyals et al. 2016", parameters: conv),
        Entry(
          "neuralProcess", "an encoder of support sets and a decoder: `network.kind: neuralProcess`",
          source: "Garnelo et al. 2018", parameters: process),
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
