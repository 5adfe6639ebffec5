public import MetaLearning
internal import Networks
public import Randomness
public import Tasks

/// A distribution of tasks of procedural families: grids, strips and sequences, as rows of tokens.
public struct FamilyTasks: GroupedTasks, WeightedTasks {
  /// The sampler of episodes.
  public let sampler: EpisodeSampler
  let settings: FamilySettings
  /// The weight of each source, or empty for the sources' own weights.
  private(set) var weights: [Double] = []

  /// Creates the distribution of the families that settings name.
  ///
  /// - Throws: `ConfigurationError` for an unknown family, or a rule with too few inputs for its episodes.
  public init(_ settings: FamilySettings) throws(ConfigurationError) {
    self.settings = settings
    sampler = try EpisodeSampler(settings.sources)
    try check()
  }

  /// Draws a meta-batch of one source, on a canvas that holds it and up to `canvasMargin` more columns (and rows, of
  /// grids).
  public func episodes(
    _ indices: Range<Int>, in split: Split, using generator: Generator
  ) -> EpisodeBatch<TokenBatch> {
    let drawn = sampler.batch(indices.upperBound, in: split, weights: weights, using: generator)
    let episodes = Array(drawn[indices])
    return EpisodeBatch(episodes, canvas: canvas(for: episodes, using: generator))
  }

  private func canvas(for episodes: [Episode], using generator: Generator) -> Canvas {
    let fitting = episodes.map { Canvas.fitting($0) }.reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
    var stream = generator.child("canvas")
    let margin = stream.integer(in: 0..<settings.canvasMargin + 1)
    let extent = settings.canvasExtent > 0 ? settings.canvasExtent : Int.max
    let height = fitting.height == 1 ? 1 : min(fitting.height + margin, max(extent, fitting.height))
    return Canvas(height: height, width: min(fitting.width + margin, max(extent, fitting.width)))
  }

  /// Returns the tasks with other weights of the sources; empty for their own.
  ///
  /// - Throws: `ConfigurationError` if their number is not that of the sources.
  func weighted(_ weights: [Double], key: String) throws(ConfigurationError) -> FamilyTasks {
    let count = settings.sources.count
    guard
      weights.isEmpty
        || weights.count == count && weights.allSatisfy({ $0 >= 0 }) && weights.contains(where: { $0 > 0 })
    else {
      throw ConfigurationError(
        key: key,
        problem: "\(weights) are not \(count) weights: give one a source, none negative and not all 0, or none")
    }
    var copy = self
    copy.weights = weights
    return copy
  }

  /// Throws if rules have too few inputs for an episode.
  private func check() throws(ConfigurationError) {
    for (index, (source, families)) in sampler.sources.enumerated() {
      let key = "tasks.families.sources.\(index)"
      guard source.support + source.query <= 1_000 else {
        throw ConfigurationError(key: key, problem: "support and query are more than 1000 examples together")
      }
      for family in families {
        let generator = Generator(seed: 1).child(family.name)
        for index in 0..<4 {
          var own = generator.child(index)
          let task = family.task(in: .metaTrain, using: &own)
          do { _ = try task.drawn(source.support + source.query, using: &own) } catch {
            throw ConfigurationError(key: key, problem: "\(error)")
          }
        }
      }
    }
  }
}

/// A distribution of several sources, which the stages of a training may weight differently.
protocol WeightedTasks: TaskDistribution {
  /// Returns the tasks with other weights of the sources; empty for their own.
  func weighted(_ weights: [Double], key: String) throws(ConfigurationError) -> Self
}

/// The settings of tasks of procedural families.
public struct FamilySettings: Hashable, Codable, Sendable {
  /// The sources of episodes.
  public var sources = [EpisodeSource()]
  /// The largest number of empty columns (and rows, of grids) added to a meta-batch at random, so that the tight canvas
  /// of a lone task and the loose one of a crowded batch are both familiar.
  public var canvasMargin = 0
  /// The side that no margin exceeds; 0 for any.
  public var canvasExtent = 33

  /// Creates the default settings.
  public init() {}
}

/// A source of episodes: families, and the numbers of examples of a task.
public struct EpisodeSource: Hashable, Codable, Sendable {
  /// The names of families; "world:strips" stands for all of a world, "!name" excludes one.
  public var families = ["world:sequences"]
  /// The number of support examples.
  public var support = 16
  /// The number of query examples.
  public var query = 16
  /// The weight of the source relative to the others.
  public var weight = 1.0
  /// Whether tasks are augmented at random by permuted colours, rotations and reflections, which makes more tasks of
  /// few families.
  public var augment = false
  /// The number of copies of support examples to add, with the colours that are not in every example permuted.
  public var recolouredCopies = 0

  /// Creates the default source.
  public init() {}
}

extension TaskEntry {
  static let families = TaskEntry(
    "families", "procedural families of sequences, strips, grids and programs", settings: FamilySettings(),
    format: { settings throws(ConfigurationError) in
      let sampler = try EpisodeSampler(settings.sources)
      var canvases: [String: Canvas] = [:]
      for (source, families) in sampler.sources {
        for family in families {
          let canvas = family.canvas
          let side = max(canvas.height, canvas.width)
          let turned = source.augment && canvas.height > 1 ? Canvas(height: side, width: side) : canvas
          canvases[family.name] = canvases[family.name].map { $0.union(turned) } ?? turned
        }
      }
      guard settings.canvasMargin >= 0, settings.canvasExtent >= 0 else {
        throw ConfigurationError(
          key: "tasks.families", problem: "canvasMargin and canvasExtent cannot be negative")
      }
      return .tokens(
        vocabulary: ["pad", "end"] + (0..<Vocabulary.symbols).map { "\($0)" }, canvases: canvases)
    },
    make: { settings, _ in try FamilyTasks(settings) })
}
