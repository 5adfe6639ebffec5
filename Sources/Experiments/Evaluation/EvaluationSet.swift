internal import Foundation
internal import Randomness
internal import Tasks

/// Episodes that make one row of a table, each a function of its number, so that no more than a batch is in memory.
public struct EvaluationSet: Sendable {
  /// How they relate to the training.
  public let group: EvaluationGroup
  /// The family, or the folder of the files.
  public let name: String
  /// Examples of each episode; nil where each file has its own number.
  public let shots: Int?
  /// The numbers of the episodes in bunches that may be answered together.
  let bunches: [[Int]]
  /// The canvas of all; nil where a bunch has its own.
  let canvas: Canvas?
  let episode: @Sendable (Int) throws -> Episode

  /// How many episodes.
  public var count: Int { bunches.reduce(0) { $0 + $1.count } }

  /// The sets that a plan asks for, in the order of groups, catalogue and number of examples.
  /// - Throws: `ConfigurationError` for an unknown name, `TaskFileError` for a file that cannot be read.
  public static func of(_ plan: EvaluationPlan, for configuration: TrainingConfiguration) throws -> [EvaluationSet] {
    if let problem = plan.problem { throw problem }
    let sampler = try EpisodeSampler(configuration.sources)
    let trained = Set(sampler.familyNames)
    let (names, paths) = try sorted(plan.tasks, sampler)
    var sets: [EvaluationSet] = []
    for group in [EvaluationGroup.trained, .heldOut] {
      for family in TaskFamilies.all where names.contains(family.name) {
        guard trained.contains(family.name) == (group == .trained) else { continue }
        let source = sampler.source(for: family)
        let shots = plan.shots.isEmpty ? [source.support] : Array(Set(plan.shots)).sorted()
        for count in shots { sets.append(Self(family, source, plan, group: group, shots: count)) }
      }
    }
    let copies = plan.recolouredCopies ?? configuration.sources.map(\.recolouredCopies).max() ?? 0
    for path in paths { sets += try files(path, copies: copies, seed: plan.seed) }
    return sets
  }

  /// The names of families and the paths; without any, the families of training and the others of their worlds.
  private static func sorted(
    _ tasks: [String], _ sampler: EpisodeSampler
  ) throws -> (names: Set<String>, paths: [String]) {
    let trained = Set(sampler.familyNames)
    guard !tasks.isEmpty else {
      let worlds = EpisodeSampler.worlds.map { $0.families.map(\.name) }
      return (Set(worlds.filter { !trained.isDisjoint(with: $0) }.joined()).union(trained), [])
    }
    // A file of this name wins over a family only where it looks like a path.
    let paths = tasks.filter { $0.contains("/") || $0.contains(".") || FileManager.default.fileExists(atPath: $0) }
    let names = tasks.filter { !paths.contains($0) || TaskFamilies.all.map(\.name).contains($0) }
    let families = names.isEmpty ? [] : try EpisodeSampler.families(names, key: "--tasks").map(\.name)
    return (Set(families), paths.filter { !names.contains($0) })
  }

  private init(
    _ family: any TaskFamily, _ source: EpisodeSource, _ plan: EvaluationPlan, group: EvaluationGroup, shots: Int
  ) {
    let stream = Generator(seed: plan.seed).child("evaluation").child(family.name)
    let query = plan.query > 0 ? plan.query : source.query
    let copies = plan.recolouredCopies ?? source.recolouredCopies
    self.init(
      group: group, name: family.name, shots: shots, bunches: [Array(0..<plan.episodes)], canvas: family.canvas
    ) { index in
      var generator = stream.child(index)
      let task = family.task(in: plan.split, using: &generator)
      // Queries are drawn first: they are the same for any number of examples, and few examples begin many.
      let examples: [Example]
      do { examples = try task.drawn(query + shots, using: &generator) } catch {
        throw ConfigurationError(key: "--shots", problem: "\(error)")
      }
      let episode = Episode(
        name: "\(family.name)/\(task.rule)", family: family.name, support: Array(examples[query...]),
        query: examples[..<query].map { Query(input: $0.input, output: $0.output) })
      var recolouring = stream.child(index).child("copies")
      return episode.addingRecolouredCopies(copies, using: &recolouring)
    }
  }

  init(
    group: EvaluationGroup, name: String, shots: Int?, bunches: [[Int]], canvas: Canvas?,
    episode: @escaping @Sendable (Int) throws -> Episode
  ) {
    (self.group, self.name, self.shots, self.bunches) = (group, name, shots, bunches)
    (self.canvas, self.episode) = (canvas, episode)
  }
}

extension EvaluationSet {
  /// The tasks of a path whose answers are known, a set a folder.
  private static func files(_ path: String, copies: Int, seed: UInt64) throws -> [EvaluationSet] {
    let episodes = try TaskFiles.load(path).map { episode in
      var episode = episode
      episode.query.removeAll { $0.output == nil }
      return episode
    }
    .filter { !$0.query.isEmpty }
    guard !episodes.isEmpty else {
      throw TaskFileError(
        file: path, place: "test", problem: "no test input has its output, so nothing can be scored",
        remedy: "give files with the answers, or use `autodidact solve`")
    }
    let stream = Generator(seed: seed).child("files")
    return Dictionary(grouping: episodes, by: \.family).sorted { $0.key < $1.key }.map { family, members in
      // Only alike episodes share a batch: equally many examples and queries, on the same canvas.
      let bunches = Dictionary(grouping: members.indices) { index in
        let canvas = Canvas.visible(members[index])
        return [members[index].support.count, members[index].query.count, canvas.height, canvas.width]
      }
      let ordered = bunches.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
      return EvaluationSet(group: .files, name: family, shots: nil, bunches: ordered, canvas: nil) { index in
        var generator = stream.child(members[index].name)
        return members[index].addingRecolouredCopies(copies, using: &generator)
      }
    }
  }
}

extension Canvas {
  /// The smallest canvas for what a solver may see: every grid but the answers.
  static func visible(_ episode: Episode) -> Canvas {
    .fitting(episode.support.flatMap { [$0.input, $0.output] } + episode.query.map(\.input))
  }
}

extension EpisodeSampler {
  /// The source that a family is trained by; for another family, the one that trains its world.
  func source(for family: any TaskFamily) -> EpisodeSource {
    let world = Self.worlds.first { $0.families.contains { $0.name == family.name } }?.families.map(\.name) ?? []
    let own = sources.first { $0.families.contains { $0.name == family.name } }
    let neighbour = sources.first { $0.families.contains { world.contains($0.name) } }
    return (own ?? neighbour ?? sources[0]).source
  }
}
