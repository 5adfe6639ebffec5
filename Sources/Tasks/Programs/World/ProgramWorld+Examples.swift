import Randomness

/// Queries and demonstrations of a hidden program.
struct WorldExamples: Sendable {
  var queries: [Example]
  var demonstrations: [Example]
  /// The cheaper programs that agree with every demonstration but not with every query.
  var rivals: [Program]

  /// The number of programs that the demonstrations leave open: the rivals, and a constant.
  var open: Int { rivals.count + (Set(demonstrations.map(\.output)).count == 1 ? 1 : 0) }
}

extension ProgramWorld {
  /// The number of demonstrations by which the program should be told apart.
  private static let enough = 3
  /// The number of scenes of which a demonstration is the best.
  private static let candidates = 4
  /// The number of rivals that are evaluated on fresh scenes.
  private static let few = 60

  /// Draws queries, and demonstrations that tell the program apart from every known program of smaller description
  /// length: none agrees with all of them and not with a query. More demonstrations begin with the fewer.
  func examples(
    of drawn: WorldProgram, queries: Int, demonstrations: Int, attempts: Int = 8, using generator: inout Generator
  ) -> WorldExamples {
    var best: WorldExamples?
    for _ in 0..<attempts {
      var examples = WorldExamples(queries: [], demonstrations: [], rivals: [])
      var seen: Set<Grid> = []
      for _ in 0..<queries { examples.queries.append(fresh(drawn, &seen, using: &generator)) }
      narrow(drawn, &examples, &seen, using: &generator)
      while examples.demonstrations.count < Self.enough { demonstrate(drawn, &examples, &seen, using: &generator) }
      if examples.open < best?.open ?? .max { best = examples }
      if examples.open == 0 { break }
    }
    var examples = best!
    var seen = Set((examples.queries + examples.demonstrations).map(\.input))
    while examples.demonstrations.count < demonstrations { demonstrate(drawn, &examples, &seen, using: &generator) }
    examples.demonstrations.removeLast(examples.demonstrations.count - demonstrations)
    return examples
  }

  /// Shows known scenes, each the one that leaves the fewest rivals, until these are few.
  private func narrow(
    _ drawn: WorldProgram, _ examples: inout WorldExamples, _ seen: inout Set<Grid>, using generator: inout Generator
  ) {
    var known = knownExamples(of: drawn).shuffled(using: &generator).filter { !seen.contains($0.example.input) }
    var shown: [Int] = []
    var rivals: [Int] = []
    repeat {
      let left = known.map { self.rivals(of: drawn, on: shown + [$0.scene]) }
      guard let index = left.indices.min(by: { left[$0].count < left[$1].count }) else { break }
      let (scene, example) = known.remove(at: index)
      shown.append(scene)
      rivals = left[index]
      seen.insert(example.input)
      examples.demonstrations.append(example)
    } while rivals.count > Self.few && shown.count < Self.enough
    examples.rivals = rivals.map(table.program).filter { rival in
      examples.queries.contains { rival.grid(for: $0.input) != $0.output }
    }
  }

  /// Shows the scene, of several fresh ones, that leaves the fewest rivals.
  private func demonstrate(
    _ drawn: WorldProgram, _ examples: inout WorldExamples, _ seen: inout Set<Grid>, using generator: inout Generator
  ) {
    var best: (example: Example, rivals: [Program])?
    for _ in 0..<(examples.rivals.isEmpty ? 1 : Self.candidates) {
      let example = fresh(drawn, &seen, using: &generator)
      let rivals = examples.rivals.filter { $0.grid(for: example.input) == example.output }
      if rivals.count < best?.rivals.count ?? .max { best = (example, rivals) }
    }
    examples.demonstrations.append(best!.example)
    examples.rivals = best!.rivals
  }

  /// Draws an example whose input has not been seen; of another style if its own is exhausted.
  private func fresh(_ drawn: WorldProgram, _ seen: inout Set<Grid>, using generator: inout Generator) -> Example {
    var example = anExample(of: drawn, using: &generator)
    var draws = 1
    while !seen.insert(example.input).inserted, draws < 1_000 {
      let style = draws < 100 ? drawn.style : generator.integer(in: 0..<styles.count)
      example = self.example(of: drawn.program, style, tries: 1, using: &generator) ?? example
      draws += 1
    }
    return example
  }

  /// Draws an example: of a fresh scene, or a known one where many do not do.
  func anExample(of drawn: WorldProgram, using generator: inout Generator) -> Example {
    example(of: drawn.program, drawn.style, tries: 1_000, using: &generator)
      ?? generator.one(of: knownExamples(of: drawn)).example
  }
}
