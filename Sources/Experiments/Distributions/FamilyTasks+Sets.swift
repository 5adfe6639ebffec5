internal import Foundation
public import MetaLearning
internal import Networks
public import Randomness
internal import Tasks
internal import Tensors

extension FamilyTasks {
  /// The largest number of tokens of a batch, so that tasks of large grids do not fill the memory.
  static let mostTokens = 40_000

  /// Returns a set for each family and number of examples, and for each folder of files, in the order of groups,
  /// catalogue and number of examples.
  /// - Throws: `ConfigurationError` for an unknown name, `TaskFileError` for a file that cannot be read.
  public func sets(_ plan: EvaluationPlan) throws -> [EpisodeSet<TokenBatch>] {
    if let problem = plan.problem { throw problem }
    guard plan.ways == 0 else {
      throw ConfigurationError(key: "--ways", problem: "tasks of grids have no classes; leave it out")
    }
    let trained = Set(sampler.familyNames)
    let (names, paths) = try sorted(plan.tasks)
    var sets: [EpisodeSet<TokenBatch>] = []
    for group in [EvaluationGroup.trained, .heldOut] {
      for family in TaskFamilies.all where names.contains(family.name) {
        guard trained.contains(family.name) == (group == .trained) else { continue }
        let source = sampler.source(for: family)
        let shots =
          plan.shots.isEmpty ? [source.support] : Set(plan.shots.map { $0 > 0 ? $0 : source.support }).sorted()
        for count in shots { sets.append(set(of: family, source, plan, group: group, shots: count)) }
      }
    }
    let copies = plan.recolouredCopies ?? settings.sources.map(\.recolouredCopies).max() ?? 0
    for path in paths { sets += try files(path, copies: copies, seed: plan.seed) }
    return sets
  }

  /// Returns a set for each family of each source, scored by the share of the cells that are right.
  public func validationSets(_ plan: EvaluationPlan, using generator: Generator) throws -> [EpisodeSet<TokenBatch>] {
    sampler.sources.flatMap { source, families in
      families.map { family in
        let stream = generator.child(family.name)
        return EpisodeSet(group: .trained, name: family.name, shots: source.support, count: plan.episodes) { indices in
          let episodes = indices.map { index in
            var own = stream.child(index)
            let episode = family.episode(in: plan.split, support: source.support, query: source.query, using: &own)
            return episode.addingRecolouredCopies(source.recolouredCopies, using: &own)
          }
          return EpisodeBatch(episodes)
        }
      }
    }
  }

  /// Returns the names of families and the paths; without any, the families of training and the others of their worlds.
  private func sorted(_ tasks: [String]) throws -> (names: Set<String>, paths: [String]) {
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

  private func set(
    of family: any TaskFamily, _ source: EpisodeSource, _ plan: EvaluationPlan, group: EvaluationGroup, shots: Int
  ) -> EpisodeSet<TokenBatch> {
    let stream = Generator(seed: plan.seed).child("evaluation").child(family.name)
    let query = plan.query > 0 ? plan.query : source.query
    let copies = plan.recolouredCopies ?? source.recolouredCopies
    return EpisodeSet(
      group: group, name: family.name, shots: shots, batches: [Array(0..<plan.episodes)], canvas: family.canvas
    ) { index in
      var generator = stream.child(index)
      let task = family.task(in: plan.split, using: &generator)
      let queries: [Example]
      let support: [Example]
      do { (queries, support) = try task.drawn(query, shots, using: &generator) } catch {
        throw ConfigurationError(key: "--shots", problem: "\(error)")
      }
      let episode = Episode(
        name: "\(family.name)/\(task.rule)", family: family.name, support: support,
        query: queries.map { Query(input: $0.input, output: $0.output) })
      var recolouring = stream.child(index).child("copies")
      return episode.addingRecolouredCopies(copies, using: &recolouring)
    }
  }

  /// Returns the tasks of a path whose answers are known, one set for each folder.
  private func files(_ path: String, copies: Int, seed: UInt64) throws -> [EpisodeSet<TokenBatch>] {
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
      // Only similar episodes share a batch: equal numbers of examples and queries, on the same canvas.
      let batches = Dictionary(grouping: members.indices) { index in
        let canvas = Canvas.visible(members[index])
        return [members[index].support.count, members[index].query.count, canvas.height, canvas.width]
      }
      let ordered = batches.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
      return EpisodeSet(group: .files, name: family, shots: nil, batches: ordered, canvas: nil) { index in
        var generator = stream.child(members[index].name)
        return members[index].addingRecolouredCopies(copies, using: &generator)
      }
    }
  }
}

extension EpisodeSet where Batch == TokenBatch {
  /// Creates a set of episodes whose answers are grids, each of which is scored as a whole: its size counts.
  /// - Parameter canvas: the canvas of all, or `nil` if each batch has that of what its solver may see.
  init(
    group: EvaluationGroup, name: String, shots: Int?, batches: [[Int]], canvas: Canvas?,
    episode: @escaping @Sendable (Int) throws -> Episode
  ) {
    self.init(
      group: group, name: name, shots: shots, batches: batches,
      room: { index in
        let sample = try episode(index)
        let cells = (sample.support.count + sample.query.count) * (canvas ?? .visible(sample)).count
        return FamilyTasks.mostTokens / cells
      },
      part: { indices in
        let episodes = try indices.map(episode)
        let canvas = canvas ?? .visible(episodes[0])
        return Part(batch: EpisodeBatch(episodes.map { $0.asked(on: canvas) }, canvas: canvas)) { outputs, tasks in
          let answers = canvas.grids(outputs)
          let pairs = zip(answers, episodes[tasks]).map { Array(zip($0, $1.query.map { $0.output! })) }
          return Marks(
            scores: pairs.map { $0.reduce(0) { $0 + $1.0.agreement(with: $1.1) } / Double($0.count) },
            exact: pairs.map { Double($0.count { $0 == $1 }) / Double($0.count) }, grids: answers)
        }
      },
      drawing: { index in
        let episode = try episode(index)
        return episode.query.first.flatMap { query in
          query.output.map { (name: episode.name, input: query.input, output: $0) }
        }
      })
  }
}

extension Episode {
  /// Returns the episode with only those answers that a canvas holds; no loss counts the others.
  fileprivate func asked(on canvas: Canvas) -> Episode {
    var episode = self
    episode.query = query.map { query in
      Query(input: query.input, output: query.output.flatMap { canvas.holds($0) ? $0 : nil })
    }
    return episode
  }
}

extension Canvas {
  /// Returns the smallest canvas for what a solver may see: every grid but the answers.
  static func visible(_ episode: Episode) -> Canvas {
    .fitting(episode.support.flatMap { [$0.input, $0.output] } + episode.query.map(\.input))
  }

  /// Returns the grids that logits [tasks, queries, length, vocabulary] encode.
  fileprivate func grids(_ logits: Tensor) -> [[Grid]] {
    let tokens = logits.argmax(-1)
    let (tasks, queries) = (tokens.size(0), tokens.size(1))
    let flat = tokens.converted(to: .int32).moved(to: .cpu).scalars(Int32.self)
    return (0..<tasks).map { task in
      (0..<queries).map { query in
        let start = (task * queries + query) * count
        return decode(Array(flat[start..<start + count]))
      }
    }
  }
}

extension Grid {
  /// Returns the share of the cells of `truth` that this grid has right; a missing cell is wrong.
  func agreement(with truth: Grid) -> Double {
    var right = 0
    for row in 0..<min(height, truth.height) {
      for column in 0..<min(width, truth.width) where self[row, column] == truth[row, column] { right += 1 }
    }
    return Double(right) / Double(truth.height * truth.width)
  }
}

extension EpisodeSampler {
  /// Returns the source that trains a family; for another family, the one that trains its world.
  func source(for family: any TaskFamily) -> EpisodeSource {
    let world = Self.worlds.first { $0.families.contains { $0.name == family.name } }?.families.map(\.name) ?? []
    let own = sources.first { $0.families.contains { $0.name == family.name } }
    let neighbour = sources.first { $0.families.contains { world.contains($0.name) } }
    return (own ?? neighbour ?? sources[0]).source
  }
}
