public import Foundation
public import Randomness
internal import Requirements

/// Handwritten characters of fifty alphabets: each class is a character that twenty people drew.
///
/// Every drawing is 28 × 28, 1 for ink and 0 for paper. A class of an episode is a character, or one of its rotations
/// by quarter turns; the protocol defines the classes of a split.
/// - Source: Lake, Salakhutdinov, Tenenbaum 2015, "Human-level Concept Learning through Probabilistic Program Induction"
///   (the data); few-shot episodes as Vinyals et al. 2016.
/// - Differs: the files are 1-bit images, for which PIL's `resize` takes the nearest pixel whatever filter it is asked
///   for. So the published codes of MAML and MAML++, which ask for Lanczos, get `nearest` from these files; our default
///   is what they ask for. MAML++ leaves ink 0 and paper 1.
/// - Shapes: inputs `[ways * shots, 28, 28, 1]`, labels `[ways * shots]`, class by class.
public struct Omniglot: ExampleFamily {
  /// The number of characters.
  public static let characterCount = 1623
  /// The number of people who drew each character.
  public static let drawingCount = 20

  /// The name of this family.
  public let name = "omniglot"
  /// A description of the tasks.
  public let summary = "tell handwritten characters of fifty alphabets apart"
  /// The axes of one input: height, width, and one channel.
  public let inputShape = [OmniglotDrawings.side, OmniglotDrawings.side, 1]
  /// The kind of the outputs: classes.
  public let kind = ExampleKind.classes
  private let drawings: OmniglotDrawings
  private let classes: [Split: [OmniglotClass]]
  private let sources: [[Int]]

  /// Creates the family from the drawings in a directory, read by the program's reader.
  public init(
    directory: URL, protocol split: OmniglotSplit = .vinyals, resampling: Resampling = .lanczos
  ) throws(ArchiveError) {
    guard let reader = Self.reader else {
      throw ArchiveError(
        file: directory.path, problem: "this program reads no pictures",
        remedy: "set Omniglot.reader to OmniglotArchives() of the target Images")
    }
    let drawings = try reader.drawings(in: directory, resampling: resampling)
    let counts = (drawings.characters.count, drawings.characters.count { $0.count == Self.drawingCount })
    guard counts == (Self.characterCount, Self.characterCount) else {
      throw ArchiveError(
        file: directory.path,
        problem:
          "it has \(counts.0) characters, \(counts.1) of them with \(Self.drawingCount) drawings; Omniglot has "
          + "\(Self.characterCount)",
        remedy: "get both archives of https://github.com/brendenlake/omniglot, folder python/, again")
    }
    self.init(drawings: drawings, protocol: split)
  }

  /// Creates the family of these drawings.
  public init(drawings: OmniglotDrawings, protocol split: OmniglotSplit) {
    self.drawings = drawings
    classes = split.classes(of: drawings.characters.map(\.name))
    sources = (0..<4).map {
      GreyImage.sources(height: OmniglotDrawings.side, width: OmniglotDrawings.side, quarters: $0)
    }
  }

  /// Returns the number of classes of a split.
  public func classCount(in split: Split) -> Int { classes[split]?.count ?? 0 }

  /// Returns the reason why not every split has episodes of a shape, or `nil` if each has.
  public func problem(with shape: EpisodeShape) -> String? {
    for split in Split.allCases {
      if let problem = problem(with: shape, in: split) { return problem }
    }
    return nil
  }

  /// Returns the reason why a split has no episodes of a shape, or `nil` if it has.
  public func problem(with shape: EpisodeShape, in split: Split) -> String? {
    if let problem = shape.problem { return problem }
    if shape.ways < 2 { return "ways is \(shape.ways); choose at least 2 classes" }
    if shape.ways > classCount(in: split) {
      return "\(shape.ways) ways, but \(split.rawValue) has \(classCount(in: split)) classes; choose fewer"
    }
    let least = drawings.characters.map(\.count).min() ?? 0
    if shape.shots + shape.query > least {
      return "\(shape.shots) shots and \(shape.query) queries of each class, which has \(least) drawings; choose fewer"
    }
    return nil
  }

  /// Draws classes of a split without replacement, and of each its support and its query drawings, all different.
  public func episode(in split: Split, _ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode {
    if let problem = problem(with: shape, in: split) { trap("\(name): \(problem)") }
    var stream = split.stream(of: &generator)
    let pool = classes[split] ?? []
    var names: [String] = []
    var support: [Float] = [], query: [Float] = []
    for index in stream.sample(shape.ways, of: pool.count) {
      let character = drawings.characters[pool[index].character]
      let turns = pool[index].turns ?? stream.integer(in: 0..<4)
      names.append("\(character.name)@\(90 * turns)")
      let chosen = stream.sample(shape.shots + shape.query, of: character.count)
      for drawing in chosen[..<shape.shots] { append(character.first + drawing, turns, to: &support) }
      for drawing in chosen[shape.shots...] { append(character.first + drawing, turns, to: &query) }
    }
    return ExampleEpisode(
      rule: names.joined(separator: " "),
      support: .init(inputs: support, labels: labels(shape.shots, shape.ways)),
      query: .init(inputs: query, labels: labels(shape.query, shape.ways)))
  }

  private func append(_ drawing: Int, _ turns: Int, to inputs: inout [Float]) {
    let start = drawing * OmniglotDrawings.side * OmniglotDrawings.side
    drawings.ink.withUnsafeBufferPointer { ink in
      inputs += sources[turns].lazy.map { Float(ink[start + $0]) * (1 / 255) }
    }
  }

  private func labels(_ count: Int, _ ways: Int) -> [Int32] {
    (0..<ways).flatMap { Array(repeating: Int32($0), count: count) }
  }
}

extension Generator {
  /// Returns `count` distinct numbers of 0..<total in random order: the first steps of a shuffle.
  fileprivate mutating func sample(_ count: Int, of total: Int) -> [Int] {
    var order = Array(0..<total)
    for position in 0..<count { order.swapAt(position, integer(in: position..<total)) }
    return Array(order[..<count])
  }
}
