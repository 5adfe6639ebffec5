internal import MetaLearning
internal import Networks
public import Randomness
public import Tasks

/// A sampler of meta-batches from the sources of a configuration. It has no state: batch `step` is a function of the
/// generator.
public struct EpisodeSampler: Sendable {
  let sources: [(source: EpisodeSource, families: [any TaskFamily])]

  /// Creates a sampler of the sources' families.
  /// - Throws: `ConfigurationError` for a family that is not in the catalogue, or a source without families.
  public init(_ sources: [EpisodeSource]) throws(ConfigurationError) {
    var resolved: [(EpisodeSource, [any TaskFamily])] = []
    for (index, source) in sources.enumerated() {
      let families = try Self.families(source.families, key: "tasks.families.sources.\(index).families")
      guard source.support > 0, source.query > 0, source.weight >= 0 else {
        throw ConfigurationError(
          key: "tasks.families.sources.\(index)", problem: "support and query must be positive and weight not negative")
      }
      resolved.append((source, families))
    }
    guard resolved.contains(where: { $0.0.weight > 0 }) else {
      throw ConfigurationError(
        key: "tasks.families.sources", problem: "no source has a weight above 0, so there is nothing to draw")
    }
    self.sources = resolved
  }

  /// Returns the families that a list of names stands for, in the order of the catalogue.
  public static func families(_ names: [String], key: String) throws(ConfigurationError) -> [any TaskFamily] {
    var chosen: Set<String> = []
    for name in names {
      let removes = name.hasPrefix("!")
      let bare = removes ? String(name.dropFirst()) : name
      let group: [String]
      if bare.hasPrefix("world:") {
        guard let world = worlds.first(where: { $0.name == bare.dropFirst(6) }) else {
          let known = worlds.map { "world:\($0.name)" }.joined(separator: ", ")
          throw ConfigurationError(key: key, problem: "there is no \"\(bare)\"; there are \(known)")
        }
        group = world.families.map(\.name)
      } else {
        do { group = [try TaskFamilies.named(bare).name] } catch {
          throw ConfigurationError(key: key, problem: "\(error)")
        }
      }
      if removes { chosen.subtract(group) } else { chosen.formUnion(group) }
    }
    let families = TaskFamilies.all.filter { chosen.contains($0.name) }
    guard !families.isEmpty else { throw ConfigurationError(key: key, problem: "\(names) leave no family") }
    return families
  }

  /// The worlds of the catalogue: groups of families with similar tasks.
  public static let worlds: [(name: String, families: [any TaskFamily])] = [
    ("sequences", Sequences().families), ("strips", Strips().families), ("grids", Grids().families),
    ("programs", Programs().families),
  ]

  /// The names of all families drawn from.
  public var familyNames: [String] { sources.flatMap { $0.families.map(\.name) } }

  /// Returns a meta-batch, all from one source so that its canvases are alike.
  public func batch(_ count: Int, in split: Split, weights: [Double] = [], using generator: Generator) -> [Episode] {
    var generator = generator
    let (source, families) = sources[pick(weights, using: &generator)]
    return (0..<count).map { _ in
      var stream = generator.split()
      let family = families[stream.integer(in: 0..<families.count)]
      return Self.episode(of: family, source, in: split, using: &stream)
    }
  }

  /// Returns one episode of a family, augmented if the source says so.
  static func episode(
    of family: any TaskFamily, _ source: EpisodeSource, in split: Split, using generator: inout Generator
  ) -> Episode {
    let episode = family.episode(in: split, support: source.support, query: source.query, using: &generator)
    let turned = source.augment ? Augmentation.random(for: episode, using: &generator).apply(to: episode) : episode
    return turned.addingRecolouredCopies(source.recolouredCopies, using: &generator)
  }

  /// Returns the index of a source, drawn by weight.
  func pick(_ weights: [Double], using generator: inout Generator) -> Int {
    let weights = weights.isEmpty ? sources.map(\.source.weight) : weights
    var point = generator.uniform(in: 0..<weights.reduce(0, +))
    return weights.firstIndex {
      point -= $0; return point < 0
    } ?? weights.count - 1
  }
}
