import Randomness
internal import Requirements

/// A hidden program of a world, on scenes of one of its styles.
struct WorldProgram: Sendable {
  let program: Program
  let price: Int
  let style: Int
}

extension ProgramWorld {
  /// The number of fresh scenes on which a program is tried.
  private static let trials = 5

  /// Draws a hidden program of a split, or of any: depths by their weights, primitives evenly.
  func program(in split: Split?, using generator: inout Generator) -> WorldProgram {
    for _ in 0..<500 {
      let depth = depth(using: &generator)
      // The rarer success of deeper programs does not make them rarer; only where there are none is another depth drawn.
      for _ in 0..<200 {
        guard let (program, style) = candidate(depth, in: split, using: &generator),
          split == nil || program.split == split
        else { continue }
        let drawn = WorldProgram(program: program, price: prior.price(of: program), style: style)
        if isTask(drawn, using: &generator) { return drawn }
      }
    }
    trap("no program in \(split?.rawValue ?? "any split") of 100000 draws is a task; let more programs be known")
  }

  private func depth(using generator: inout Generator) -> Int {
    var point = generator.uniform(in: 0..<settings.depths.reduce(0, +))
    return 1
      + (settings.depths.firstIndex {
        point -= $0; return point < 0
      } ?? 0)
  }

  /// Whether the program does something on most scenes of its style, not always the same, and not always the same as a
  /// cheaper one does.
  private func isTask(_ drawn: WorldProgram, using generator: inout Generator) -> Bool {
    var examples: [Example] = []
    for trial in 0..<Self.trials {
      if let example = example(of: drawn.program, drawn.style, tries: 1, using: &generator) { examples.append(example) }
      if 2 * (trial + 1 - examples.count) > Self.trials { return false }
    }
    guard Set(examples.map(\.input)).count == examples.count, Set(examples.map(\.output)).count > 1 else {
      return false
    }
    let known = knownExamples(of: drawn)
    guard known.count > 1 else { return false }
    let isNew = rivals(of: drawn, on: known.map(\.scene)).allSatisfy { row in
      let rival = table.program(row)
      return examples.contains { rival.grid(for: $0.input) != $0.output }
    }
    // What is hard to tell apart once will be so again.
    return isNew
      && self.examples(of: drawn, queries: 1, demonstrations: 3, attempts: 2, using: &generator).open == 0
  }

  /// The known scenes of the style on which the program does something.
  func knownExamples(of drawn: WorldProgram) -> [(scene: Int, example: Example)] {
    scenes(of: drawn.style).compactMap { scene in
      guard let output = drawn.program.grid(for: scenes[scene]), rules.acts(output, on: scenes[scene]) else {
        return nil
      }
      return (scene, Example(input: scenes[scene], output: output))
    }
  }

  /// Returns the rows that cost less than a program and give what it gives on these known scenes.
  func rivals(of drawn: WorldProgram, on known: [Int]) -> [Int] {
    table.rows(
      below: table.count(below: drawn.price),
      having: known.map { scene in
        (scene, rules.mark(of: drawn.program.grid(for: scenes[scene]), on: scenes[scene]))
      })
  }

  /// Returns a program of a depth and a style on which it may do something, or `nil` if the draw led to none.
  private func candidate(
    _ depth: Int, in split: Split?, using generator: inout Generator
  ) -> (program: Program, style: Int)? {
    guard depth > 2 else {
      guard let row = row(of: depth, in: split, using: &generator) else { return nil }
      return (table.program(row), Int(generator.one(of: choices.styles[row])))
    }
    // What is never trained on may stand in programs of the other splits only.
    let part = split == .metaTest ? nil : Split.metaTrain
    if generator.bernoulli(0.5) {
      let first = depth == 3 ? generator.integer(in: 1..<3) : 2
      guard let inner = row(of: first, in: part, using: &generator),
        let outer = row(of: depth - first, in: part, using: &generator)
      else { return nil }
      let program = table.program(outer).substituting(table.program(inner))
      return (program, Int(generator.one(of: choices.styles[inner])))
    }
    return rule(depth, in: part, using: &generator)
  }

  private func row(of depth: Int, in split: Split?, using generator: inout Generator) -> Int? {
    let groups = choices.rows(of: depth, in: split)
    guard !groups.isEmpty else { return nil }
    return Int(generator.one(of: generator.one(of: groups)))
  }
}
