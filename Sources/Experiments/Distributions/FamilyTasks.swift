public import MetaLearning
internal import Networks
public import Randomness
public import Tasks

/// Tasks of procedural families: grids, strips and sequences, as rows of tokens.
public struct FamilyTasks: GroupedTasks, WeightedTasks {
  /// Where episodes are drawn from.
  public let sampler: EpisodeSampler
  let settings: FamilySettings
  /// How often each source is drawn from, or empty for the sources' own weights.
  private(set) var weights: [Double] = []

  /// Tasks of the families that settings name.
  /// - Throws: `ConfigurationError` for a family that is not there, or a rule with too few inputs for its episodes.
  public init(_ settings: FamilySettings) throws(ConfigurationError) {
    self.settings = settings
    sampler = try EpisodeSampler(settings.sources)
    try check()
  }

  /// A meta-batch of one source, on a canvas that holds it and up to `canvasMargin` more columns (and rows, of grids).
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

  /// These tasks with other weights of the sources; empty for their own.
  /// - Throws: `ConfigurationError` where they are not one a source.
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

  /// Refuses rules that have too few inputs for an episode.
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

/// A distribution with several sources, which stages of a training draw from more or less often.
protocol WeightedTasks: TaskDistribution {
  /// These tasks with other weights of the sources; empty for their own.
  func weighted(_ weights: [Double], key: String) throws(ConfigurationError) -> Self
}

/// Settings of tasks of procedural families.
public struct FamilySettings: Hashable, Codable, Sendable {
  /// Where episodes come from.
  public var sources = [EpisodeSource()]
  /// Meta-batches get up to this many empty columns (and rows, of grids) at random, so that a lone task's tight canvas
  /// and a crowded batch's loose one are both familiar.
  public var canvasMargin = 0
  /// The side that no margin goes beyond; 0 for any.
  public var canvasExtent = 33

  /// The defaults.
  public init() {}
}

/// Some families, and how many examples a task shows.
public struct EpisodeSource: Hashable, Codable, Sendable {
  /// Families by name; "world:strips" stands for all of a world, "!name" takes one out.
  public var families = ["world:sequences"]
  /// Examples to adapt to.
  public var support = 16
  /// Examples to judge by.
  public var query = 16
  /// How often this source is drawn from, relative to the others.
  public var weight = 1.0
  /// Whether colours are permuted and each task turned about at random, which makes more tasks of few families.
  public var augment = false
  /// Copies of support examples to add, with the colours that are not in every example exchanged.
  public var recolouredCopies = 0

  /// The defaults.
  public init() {}
}

extension TaskEntry {
  static let families = TaskEntry(
    "families", "procedural families of sequences, strips and grids", settings: FamilySettings(),
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
