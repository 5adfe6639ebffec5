internal import Requirements

/// The settings of an entry of a catalogue: a value with defaults.
public typealias EntrySettings = Codable & Hashable & Sendable

/// A catalogue of names, each with the settings of its entry.
public protocol SettingsCatalogue {
  /// The defaults of every entry, in the catalogue's order.
  static var prototypes: [(name: String, settings: any EntrySettings)] { get }
  /// The default entry.
  static var first: String { get }
}

/// One entry of a catalogue, chosen by name, with its settings: `{kind: mlp, mlp: {hidden: [64]}}`.
///
/// Settings of the chosen entry may be written beside `kind`. Those of other entries are kept while a configuration is
/// put together, so that a base file's are available when a flag chooses another kind; they are ignored in
/// comparisons and not stored.
public struct Choice<Catalogue: SettingsCatalogue>: Codable, Sendable {
  /// The name of the entry.
  public var kind = Catalogue.first
  private var table: [String: any EntrySettings]

  /// Creates the default choice: the first entry, with every entry's defaults.
  public init() { table = Dictionary(uniqueKeysWithValues: Catalogue.prototypes.map { ($0.name, $0.settings) }) }

  /// Creates the choice of an entry with its settings.
  public init(_ kind: String, _ settings: some EntrySettings) {
    self.init()
    self.kind = kind
    table[kind] = settings
  }

  /// The settings of an entry of the catalogue.
  public subscript<Settings: EntrySettings>(kind: String, as type: Settings.Type = Settings.self) -> Settings {
    get {
      guard let settings = table[kind] as? Settings else {
        trap("\"\(kind)\" has settings of \(Swift.type(of: table[kind])), not \(type): name its own type")
      }
      return settings
    }
    set { table[kind] = newValue }
  }

  /// The settings of the chosen entry, or `nil` for a name that is not in the catalogue.
  public var settings: (any EntrySettings)? { table[kind] }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Encodes the kind and the settings of its entry; of every entry for an encoder that asks for a schema.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: Key("kind"))
    let isSchema = encoder.userInfo[.isSchema] as? Bool == true
    for (name, _) in Catalogue.prototypes where isSchema || name == kind {
      if let settings = table[name] { try Self.encode(settings, as: name, in: &container) }
    }
  }

  /// Decodes the kind and the settings that are given; the others are the defaults.
  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    kind = try container.decode(String.self, forKey: Key("kind"))
    for (name, prototype) in Catalogue.prototypes where container.contains(Key(name)) {
      table[name] = try Self.decoded(like: prototype, as: name, in: container)
    }
  }

  private static func encode(
    _ settings: some EntrySettings, as name: String, in container: inout KeyedEncodingContainer<Key>
  ) throws { try container.encode(settings, forKey: Key(name)) }

  private static func decoded<Settings: EntrySettings>(
    like prototype: Settings, as name: String, in container: KeyedDecodingContainer<Key>
  ) throws -> any EntrySettings { try container.decode(Settings.self, forKey: Key(name)) }
}

extension Choice: Hashable {
  /// Returns whether both choose the same entry with the same settings.
  public static func == (a: Self, b: Self) -> Bool { a.kind == b.kind && a.chosen == b.chosen }

  /// Hashes the kind and the settings of its entry.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(chosen)
  }

  private var chosen: AnyHashable? { table[kind].map { AnyHashable($0) } }
}
