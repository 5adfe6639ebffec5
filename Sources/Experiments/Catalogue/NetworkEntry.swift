public import MetaLearning
public import Randomness
internal import Requirements
internal import Tensors

/// A line of the catalogue of networks: a name, settings with defaults, how the network is made, and the problems that it
/// is checked and priced on.
public struct NetworkEntry: Sendable {
  /// The name in configurations.
  public let name: String
  /// The network in a line.
  public let summary: String
  /// The paper or the package it comes from.
  public let source: String
  /// Tasks that it reads, to show and to check it on.
  public let example: TaskFormat
  /// The problem that a learner's meta-gradient is checked on.
  public let check: CheckProblem
  /// The problems that an outer step is priced on, or `nil` if it has none.
  public let price: PriceProblem?
  let settings: any EntrySettings
  let make: @Sendable (any EntrySettings, NetworkRequest) throws(ConfigurationError) -> FreshNetwork
  /// The operations of an answer to one example of so many tokens, or `nil` where each weight is used once a token.
  let operations: (@Sendable (any EntrySettings, _ tokens: Double) -> Double)?

  /// Creates a line of the catalogue.
  ///
  /// `operations` counts the floating-point operations of an answer to one example of so many tokens. Left out, they are two a
  /// weight and token. `make` makes the network with fresh weights, or refuses tasks or sizes that it cannot have.
  public init<Settings: EntrySettings>(
    _ name: String, _ summary: String, source: String, settings: Settings, example: TaskFormat,
    check: CheckProblem, price: PriceProblem? = nil,
    operations: (@Sendable (Settings, _ tokens: Double) -> Double)? = nil,
    make: @escaping @Sendable (Settings, NetworkRequest) throws(ConfigurationError) -> FreshNetwork
  ) {
    @Sendable func own(_ settings: any EntrySettings) -> Settings {
      if let settings = settings as? Settings { return settings }
      trap("\(name) has settings of \(Settings.self), and was given \(type(of: settings))")
    }
    (self.name, self.summary, self.source, self.settings, self.example) = (name, summary, source, settings, example)
    (self.check, self.price) = (check, price)
    self.make = { settings, request throws(ConfigurationError) in try make(own(settings), request) }
    if let operations {
      self.operations = { settings, tokens in operations(own(settings), tokens) }
    } else {
      self.operations = nil
    }
  }
}

extension NetworkEntry {
  /// The number of parameters of a network of its defaults, made for its example.
  public var parameters: Int {
    do { return try make(settings, NetworkRequest(example)).network.parameterCount } catch {
      trap("\(name) refuses its own example, which has to be one that it reads: \(error)")
    }
  }
}

/// A network with fresh weights.
public struct FreshNetwork: Sendable {
  /// The network.
  public let network: any AdaptableNetwork
  /// The generator of the learner's own weights.
  public let generator: Generator

  /// Creates the pair of a network and the generator for what a learner puts beside it.
  public init(_ network: any AdaptableNetwork, _ generator: Generator) {
    (self.network, self.generator) = (network, generator)
  }
}

/// The chosen network of a configuration.
public typealias NetworkChoice = Choice<AdaptableNetworks>

extension AdaptableNetworks: SettingsCatalogue {
  /// Returns the entry of this name, or `nil` if there is none.
  public static func named(_ name: String) -> NetworkEntry? { all.first { $0.name == name } }
  /// Every network's defaults.
  public static var prototypes: [(name: String, settings: any EntrySettings)] { all.map { ($0.name, $0.settings) } }
  /// The recursive model.
  public static var first: String { all[0].name }

  /// Makes the chosen network with fresh weights.
  /// - Throws: `ConfigurationError` for a name that is not there, tasks that it does not read, sizes that cannot be.
  public static func fresh(
    _ choice: NetworkChoice, for request: NetworkRequest
  ) throws(ConfigurationError) -> FreshNetwork {
    guard let entry = named(choice.kind), let settings = choice.settings else {
      throw .unknown(choice.kind, key: "network.kind", among: all.map(\.name))
    }
    return try entry.make(settings, request)
  }
}
