public import MetaLearning
public import Randomness
internal import Tensors

/// A line of the catalogue of networks: a name, settings with defaults, and how the network is made.
public struct NetworkEntry: Sendable {
  /// What configurations call it.
  public let name: String
  /// What it is, in a line.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// Tasks that it reads, to show and to check it on.
  public let example: TaskFormat
  let settings: any EntrySettings
  let make: @Sendable (any EntrySettings, NetworkRequest) throws(ConfigurationError) -> FreshNetwork

  /// A line of the catalogue.
  /// - Parameter make: makes the network with fresh weights, or refuses tasks or sizes that it cannot have.
  public init<Settings: EntrySettings>(
    _ name: String, _ summary: String, source: String, settings: Settings, example: TaskFormat,
    make: @escaping @Sendable (Settings, NetworkRequest) throws(ConfigurationError) -> FreshNetwork
  ) {
    (self.name, self.summary, self.source, self.settings, self.example) = (name, summary, source, settings, example)
    self.make = { settings, request throws(ConfigurationError) in
      guard let settings = settings as? Settings else {
        fatalError("\(name) has settings of \(Settings.self), and was given \(type(of: settings))")
      }
      return try make(settings, request)
    }
  }
}

extension NetworkEntry {
  /// The numbers that a network of its defaults has, made for its example.
  public var parameters: Int {
    (try? make(settings, NetworkRequest(example)).network).map(\.parameterCount) ?? 0
  }
}

/// What a network is made for.
public struct NetworkRequest: Sendable {
  /// What examples look like.
  public let format: TaskFormat
  /// Steps of the inner loop, for norms with parameters of each step.
  public let innerSteps: Int
  /// Tasks that adapt at once.
  public let tasks: Int
  /// The seed of the weights.
  public let seed: UInt64

  /// A request for a network of this format.
  public init(_ format: TaskFormat, innerSteps: Int = 1, tasks: Int = 1, seed: UInt64 = 1) {
    (self.format, self.innerSteps, self.tasks, self.seed) = (format, innerSteps, tasks, seed)
  }

  /// The generator that weights are drawn from.
  public var weights: Generator { Generator(seed: seed).child("weights") }

  /// Returns the refusal of tasks that a network does not read.
  func unreadable(by network: String, reads: String, instead: String) -> ConfigurationError {
    ConfigurationError(
      key: "network.kind",
      problem: "\(network) reads \(reads), and these tasks are \(format.summary); choose \(instead)")
  }
}

/// A network with fresh weights.
public struct FreshNetwork: Sendable {
  /// The network.
  public let network: any AdaptableNetwork
  /// What the learner's own weights are drawn from.
  public let generator: Generator

  /// A network, and the generator for what a learner puts beside it.
  public init(_ network: any AdaptableNetwork, _ generator: Generator) {
    (self.network, self.generator) = (network, generator)
  }
}

/// The chosen network of a configuration.
public typealias NetworkChoice = Choice<AdaptableNetworks>

extension AdaptableNetworks: SettingsCatalogue {
  /// Every network's defaults.
  public static var prototypes: [(name: String, settings: any EntrySettings)] { all.map { ($0.name, $0.settings) } }
  /// The recursive model.
  public static var first: String { all[0].name }

  /// Makes the chosen network with fresh weights.
  /// - Throws: `ConfigurationError` for a name that is not there, tasks that it does not read, sizes that cannot be.
  public static func fresh(
    _ choice: NetworkChoice, for request: NetworkRequest
  ) throws(ConfigurationError) -> FreshNetwork {
    guard let entry = all.first(where: { $0.name == choice.kind }), let settings = choice.settings else {
      throw .unknown(choice.kind, key: "network.kind", among: all.map(\.name))
    }
    return try entry.make(settings, request)
  }
}
