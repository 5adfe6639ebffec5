public import Randomness

/// The family of tasks whose hidden rule is a program over grids.
public struct ProgramFamily: TaskFamily {
  /// The distribution.
  public let settings: Programs
  /// The name in the catalogue.
  public let name = "programs"
  /// A short description of the rules.
  public let summary = "A program of up to four primitives over scenes of many kinds; the rule is its code."

  /// Creates the family of a distribution.
  public init(_ settings: Programs = Programs()) { self.settings = settings }

  /// The largest grid of the family.
  public var canvas: Canvas { Canvas(height: settings.heights.upperBound, width: settings.widths.upperBound) }

  /// Draws a hidden program.
  public func task(using generator: inout Generator) -> Task { task(anyOf: nil, using: &generator) }

  /// Draws a hidden program of a split.
  public func task(in split: Split, using generator: inout Generator) -> Task {
    task(anyOf: split, using: &generator)
  }

  /// Returns the split of a program's code; what is no program is nobody's rule and divided by hash.
  public func split(of rule: String) -> Split {
    // The rule of a task of another family may be asked for.
    (try? Program(parsing: rule))?.split ?? .hashed(family: name, rule: rule)
  }

  private func task(anyOf split: Split?, using generator: inout Generator) -> Task {
    let world = ProgramWorld.of(settings)
    let drawn = world.program(in: split, using: &generator)
    let program = drawn.program
    return Task(
      family: name, rule: program.code, solve: { program.grid(for: $0) ?? $0 },
      example: { world.anExample(of: drawn, using: &$0) },
      choose: { queries, demonstrations, generator in
        let examples = world.examples(
          of: drawn, queries: queries, demonstrations: demonstrations, using: &generator)
        return (examples.queries, examples.demonstrations)
      })
  }
}
