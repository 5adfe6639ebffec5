public import MetaLearning
public import Randomness
internal import Tensors

/// An entry of the catalogue of networks: a name, settings with defaults, and a function that creates the network.
public struct NetworkEntry: Sendable {
  /// The name in configurations.
  public let name: String
  /// A description in a line.
  public let summary: String
  /// The paper.
  public let source: String
  /// The format of tasks to show and check the network on.
  public let example: TaskFormat
  let settings: any EntrySettings
  let make: @Sendable (any EntrySettings, NetworkRequest) throws(ConfigurationError) -> FreshNetwork

  /// Creates an entry.
  ///
  /// - Parameter make: a function that creates the network with new weights, or throws for tasks or sizes that it
  ///   cannot have.
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
  /// The number of parameters of the default network, made for its example.
  public var parameters: Int {
    (try? make(settings, NetworkRequest(example)).network).map(\.parameterCount) ?? 0
  }
}

/// A request for a network.
public struct NetworkRequest: Sendable {
  /// The format of the examples.
  public let format: TaskFormat
  /// The number of steps of the inner loop, for norms with parameters of each step.
  public let innerSteps: Int
  /// The number of tasks that adapt at once.
  public let tasks: Int
  /// The seed of the weights.
  public let seed: UInt64

  /// Creates a request for a network of this format.
  public init(_ format: TaskFormat, innerSteps: Int = 1, tasks: Int = 1, seed: UInt64 = 1) {
    (self.format, self.innerSteps, self.tasks, self.seed) = (format, innerSteps, tasks, seed)
  }

  /// The generator that weights are drawn from.
  public var weights: Generator { Generator(seed: seed).child("weights") }

  /// Returns the error of tasks that a network does not read.
  func unreadable(by network: String, reads: String, instead: String) -> ConfigurationError {
    ConfigurationError(
      key: "network.kind",
      problem: "\(network) reads \(reads), and these tasks are \(format.summary); choose \(instead)")
  }
}

/// A network with new weights.
public struct FreshNetwork: Sendable {
  /// The network.
  public let network: any AdaptableNetwork
  /// The generator of the learner's own weights.
  public let generator: Generator

  /// Creates the pair of a network and the generator of the learner's own weights.
  public init(_ network: any AdaptableNetwork, _ generator: Generator) {
    (self.network, self.generator) = (network, generator)
  }
}

/// The chosen network of a configuration.
public typealias NetworkChoice = Choice<AdaptableNetworks>

extension AdaptableNetworks: SettingsCatalogue {
  /// The defaults of every network.
  public static var prototypes: [(name: String, settings: any EntrySettings)] { all.map { ($0.name, $0.settings) } }
  /// The default network: the recursive model.
  public static var first: String { all[0].name }

  /// Returns the chosen network with new weights.
  /// - Throws: `ConfigurationError` for an unknown name, tasks that it does not read, impossible sizes.
  public static func fresh(
    _ choice: NetworkChoice, for request: NetworkRequest
  ) throws(ConfigurationError) -> FreshNetwork {
    guard let entry = all.first(where: { $0.name == choice.kind }), let settings = choice.settings else {
      throw .unknown(choice.kind, key: "network.kind", among: all.map(\.name))
    }
    return try entry.make(settings, request)
  }
}
