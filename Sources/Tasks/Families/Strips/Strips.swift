import Randomness
internal import Requirements

/// A task distribution of coloured strips: one row of background 0 with a few objects, each some cells of one colour.
///
/// None of the rules here is one of the 1D-ARC benchmark's, nor contains one, so that those stay unseen.
public struct Strips: Hashable, Codable, Sendable {
  /// The widths of a task's strips, 5...100 and at least up to 20; all strips of a task have the same width.
  public let widths: ClosedRange<Int>
  /// The number of objects of a strip; a family that needs more takes more.
  public let objects: ClosedRange<Int>
  /// The length of an object; a family that needs longer ones takes longer ones.
  public let lengths: ClosedRange<Int>

  /// Creates a distribution of strips of these sizes.
  public init(
    widths: ClosedRange<Int> = 10...32, objects: ClosedRange<Int> = 1...4, lengths: ClosedRange<Int> = 1...12
  ) {
    self.widths = widths
    self.objects = objects
    self.lengths = lengths
    if let problem { trap(problem) }
  }

  /// Decodes the parameters, with defaults for missing ones; throws if they make no tasks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = Self()
    widths = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .widths) ?? usual.widths
    objects = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .objects) ?? usual.objects
    lengths = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .lengths) ?? usual.lengths
    if let problem {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
  }

  private var problem: String? {
    if widths.lowerBound < 5 || !(20...100).contains(widths.upperBound) {
      return "strips \(widths) wide; start at 5 or more and reach 20...100"
    }
    if !(1...3).contains(objects.lowerBound) || objects.upperBound > 50 {
      return "\(objects) objects; start at 1...3 and reach 50 at most"
    }
    if !(1...5).contains(lengths.lowerBound) || lengths.upperBound > 50 {
      return "objects of \(lengths) cells; start at 1...5 and reach 50 at most"
    }
    return nil
  }

  /// The families of this distribution.
  public var families: [any TaskFamily] {
    [
      extend, recolourEnds, recolourByOrder, connect, keepObject, gravity, cycleColours, background, shadow, ray,
      cellular, deleteColour, exchangeColours, trim, stripes, comb, outside, echo, notch,
    ]
  }

  /// Returns a family of this distribution; a rule comes with the scene that its examples are drawn from.
  func family(
    _ name: String, _ summary: String, rules: [String] = [],
    draw: @escaping @Sendable (inout Generator) -> (rule: Rule, scene: Scene)
  ) -> ProceduralFamily {
    ProceduralFamily(name, summary, canvas: Canvas(height: 1, width: widths.upperBound), rules: rules) { generator in
      let (rule, scene) = draw(&generator)
      let narrowest = min(max(widths.lowerBound, scene.room), widths.upperBound)
      let width = generator.integer(in: narrowest..<widths.upperBound + 1)
      return Task(
        family: name, rule: rule.signature,
        solve: { $0.height == 1 ? Grid(sequence: rule.apply($0.sequence)) : $0 },
        input: { Grid(sequence: scene.draw(width: width, using: &$0)) })
    }
  }

  /// Returns a scene of this distribution with at least this many objects, lengths and gaps.
  func scene(
    objects count: Int = 1, lengths least: Int = 1, gap: Int = 1, left: Int = 0, right: Int = 0, avoiding: [Int] = []
  ) -> Scene {
    Scene(
      objects: max(objects.lowerBound, count)...max(objects.upperBound, count + 1),
      lengths: max(lengths.lowerBound, least)...max(lengths.upperBound, least + 2),
      gap: gap, left: left, right: right, palette: (1...9).filter { !avoiding.contains($0) })
  }
}
