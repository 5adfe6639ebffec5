/// The settings of one learner, each field with a default. They are declared with the learner, whose catalogue entry
/// names them.
public protocol LearnerOptions: Hashable, Codable, Sendable {
  /// The name of the configuration's section `method.NAME` with these settings.
  static var key: String { get }
  /// The settings with which a meta-gradient can be checked by differences; by default the defaults.
  static var forCheck: Self { get }
  /// Creates the default settings.
  init()
}

extension LearnerOptions {
  /// The default settings.
  public static var forCheck: Self { Self() }
}

/// The section `method` of a configuration: settings that several learners share, and those of each learner of the
/// catalogue.
///
/// `options[MatchingOptions.self]` are those of one learner.
public struct MethodOptions: Sendable {
  /// The order of the derivatives, for the methods that have a choice.
  public var order = DerivativeOrder.second
  /// The settings that differ from the defaults, by key.
  private var changed: [String: any LearnerOptions] = [:]

  /// Creates the default settings.
  public init() {}

  /// The settings with which meta-gradients can be checked by differences.
  public static var forCheck: MethodOptions {
    var options = MethodOptions()
    for type in Self.types {
      func set<Options: LearnerOptions>(_ type: Options.Type) { options[type] = type.forCheck }
      set(type)
    }
    return options
  }

  /// The settings of one learner.
  public subscript<Options: LearnerOptions>(_: Options.Type) -> Options {
    get { changed[Options.key] as? Options ?? Options() }
    set { changed[Options.key] = newValue == Options() ? nil : newValue }
  }

  /// The types of the settings of every learner of the catalogue that has some, in its order.
  private static var types: [any LearnerOptions.Type] { MetaLearners.all.compactMap(\.options) }

  /// The current settings of each of them, by key.
  private var sections: [(key: String, options: any LearnerOptions)] {
    Self.types.map { type in (type.key, changed[type.key] ?? type.init()) }
  }
}

extension MethodOptions: Hashable {
  /// Returns whether all settings are equal.
  public static func == (a: MethodOptions, b: MethodOptions) -> Bool { a.order == b.order && a.table == b.table }
  /// Hashes all settings.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(order)
    hasher.combine(table)
  }

  private var table: [String: AnyHashable] { changed.mapValues { AnyHashable($0) } }
}

extension MethodOptions: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Encodes every setting, also those at their defaults.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(order, forKey: Key("order"))
    for (key, options) in sections { try container.encode(options, forKey: Key(key)) }
  }

  /// Decodes the settings of every learner of the catalogue; missing ones keep their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    order = try container.decodeIfPresent(DerivativeOrder.self, forKey: Key("order")) ?? .second
    for type in Self.types { try read(type, container) }
  }

  private mutating func read<Options: LearnerOptions>(
    _ type: Options.Type, _ container: KeyedDecodingContainer<Key>
  ) throws {
    if let options = try container.decodeIfPresent(type, forKey: Key(type.key)) { self[type] = options }
  }
}

extension MethodOptions: CustomReflectable {
  /// The settings as they are encoded, so that a reader of configurations knows the cases of each.
  public var customMirror: Mirror {
    let children: [Mirror.Child] = sections.map { (label: $0.key, value: $0.options) }
    return Mirror(self, children: [(label: "order", value: order)] + children, displayStyle: .struct)
  }
}
