internal import Requirements

/// A task distribution of programs over grids: a hidden program, and scenes on which it does something.
public struct Programs: Hashable, Codable, Sendable {
  /// The heights of inputs, within 3...30; outputs are at most as high as the largest.
  public let heights: ClosedRange<Int>
  /// The widths of inputs, within 3...30; outputs are at most as wide as the largest.
  public let widths: ClosedRange<Int>
  /// The numbers of objects, lines or marks in inputs of such things, as far as there is room.
  public let objects: ClosedRange<Int>
  /// The weights of programs of depth one, two, three and four.
  public let depths: [Double]
  /// The number of programs up to depth two that are known, from which tasks are told apart.
  public let programs: Int
  /// The number of known scenes of each style.
  public let scenes: Int
  /// The number of styles of each kind of scene.
  public let styles: Int

  /// Creates a distribution of programs over inputs of these sizes.
  public init(
    heights: ClosedRange<Int> = 3...10, widths: ClosedRange<Int> = 3...10, objects: ClosedRange<Int> = 1...8,
    depths: [Double] = [1, 2, 2, 1], programs: Int = 10_000, scenes: Int = 3,
    styles: Int = 2
  ) {
    (self.heights, self.widths, self.objects) = (heights, widths, objects)
    (self.depths, self.programs, self.scenes, self.styles) = (depths, programs, scenes, styles)
    if let problem { trap(problem) }
  }

  /// Decodes the parameters, with defaults for missing ones; throws if they make no tasks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = Self()
    heights = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .heights) ?? usual.heights
    widths = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .widths) ?? usual.widths
    objects = try container.decodeIfPresent(ClosedRange<Int>.self, forKey: .objects) ?? usual.objects
    depths = try container.decodeIfPresent([Double].self, forKey: .depths) ?? usual.depths
    programs = try container.decodeIfPresent(Int.self, forKey: .programs) ?? usual.programs
    scenes = try container.decodeIfPresent(Int.self, forKey: .scenes) ?? usual.scenes
    styles = try container.decodeIfPresent(Int.self, forKey: .styles) ?? usual.styles
    if let problem {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
  }

  private var problem: String? {
    for (side, name) in [(heights, "high"), (widths, "wide")] {
      if side.lowerBound < 3 || !(6...30).contains(side.upperBound) {
        return "scenes \(side) \(name); start at 3 or more and reach 6...30"
      }
    }
    if objects.lowerBound < 1 || objects.upperBound > 100 { return "\(objects) objects; choose within 1...100" }
    if !(1...4).contains(depths.count) || depths.contains(where: { !($0 >= 0 && $0 < .infinity) })
      || depths.reduce(0, +) <= 0
    {
      return "weights \(depths) of depths; give up to four that are not negative, not all 0"
    }
    if !(100...1_000_000).contains(programs) { return "\(programs) known programs; choose 100...1000000" }
    if !(2...64).contains(scenes) { return "\(scenes) scenes of a style; choose 2...64" }
    if !(1...9).contains(styles) { return "\(styles) styles of a kind; choose 1...9" }
    return nil
  }

  /// The family of this distribution.
  public var families: [any TaskFamily] { [ProgramFamily(self)] }
}
