public import Foundation
public import MetaLearning
internal import Requirements
public import Tasks

/// An entry of the catalogue of task distributions: a name, settings with defaults, and a function that creates the
/// distribution.
public struct TaskEntry: Sendable {
  /// The name in configurations.
  public let name: String
  /// A description of the tasks in a line.
  public let summary: String
  let settings: any EntrySettings
  let format: @Sendable (any EntrySettings) throws(ConfigurationError) -> TaskFormat
  let make: @Sendable (any EntrySettings, URL?) throws -> any TaskDistribution

  /// Creates an entry.
  ///
  /// `format` is a function that returns the format of the examples, without any data. `make` is a function that
  /// creates the distribution; its data are in the folder that it is given.
  public init<Settings: EntrySettings>(
    _ name: String, _ summary: String, settings: Settings,
    format: @escaping @Sendable (Settings) throws(ConfigurationError) -> TaskFormat,
    make: @escaping @Sendable (Settings, URL?) throws -> any TaskDistribution
  ) {
    (self.name, self.summary, self.settings) = (name, summary, settings)
    @Sendable func own(_ settings: any EntrySettings) -> Settings {
      guard let own = settings as? Settings else {
        trap("\(name) has settings of \(Settings.self), and was given \(type(of: settings))")
      }
      return own
    }
    self.format = { settings throws(ConfigurationError) in try format(own(settings)) }
    self.make = { try make(own($0), $1) }
  }
}

/// The chosen task distribution of a configuration.
public typealias TaskChoice = Choice<TaskDistributions>

extension TaskDistributions: SettingsCatalogue {
  /// The defaults of every distribution.
  public static var prototypes: [(name: String, settings: any EntrySettings)] { all.map { ($0.name, $0.settings) } }
  /// The default distribution: the procedural families.
  public static var first: String { all[0].name }
}

extension TaskChoice {
  /// Returns the format of the examples, known without any data.
  /// - Throws: `ConfigurationError` for an unknown name, or impossible settings.
  public func format() throws(ConfigurationError) -> TaskFormat {
    let (entry, settings) = try line()
    return try entry.format(settings)
  }

  /// Returns the distribution.
  /// - Parameter data: the folder of its data, if it is read from files.
  public func distribution(data: URL?) throws -> any TaskDistribution {
    let (entry, settings) = try line()
    return try entry.make(settings, data)
  }

  private func line() throws(ConfigurationError) -> (TaskEntry, any EntrySettings) {
    guard let entry = TaskDistributions.all.first(where: { $0.name == kind }), let settings else {
      throw .unknown(kind, key: "tasks.kind", among: TaskDistributions.all.map(\.name))
    }
    return (entry, settings)
  }

  /// The settings of the procedural families.
  public var families: FamilySettings {
    get { self["families"] }
    set { self["families"] = newValue }
  }

  /// The episode's shape, if the chosen distribution has one; else one way and no examples.
  public var shape: EpisodeShape {
    (settings as? any ShapedSettings)?.shape ?? EpisodeShape(ways: 1, shots: 0, query: 0)
  }
}

/// Settings with ways, shots and queries.
protocol ShapedSettings { var shape: EpisodeShape { get } }
