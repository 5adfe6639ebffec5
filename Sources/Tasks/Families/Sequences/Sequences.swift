import Randomness
internal import Requirements

/// A task distribution of sequences: `length` symbols in a row, drawn independently and uniformly.
public struct Sequences: Hashable, Codable, Sendable {
  /// The number of positions, 5...30.
  public let length: Int
  /// The number of symbols, 5...10; arithmetic is modulo it.
  public let symbols: Int

  /// Creates a distribution of sequences of this length.
  public init(length: Int = 8, symbols: Int = 10) {
    self.length = length
    self.symbols = symbols
    if let problem { trap(problem) }
  }

  /// Decodes the parameters, with defaults for missing ones; throws if they make no tasks.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = Self()
    length = try container.decodeIfPresent(Int.self, forKey: .length) ?? usual.length
    symbols = try container.decodeIfPresent(Int.self, forKey: .symbols) ?? usual.symbols
    if let problem {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
  }

  private var problem: String? {
    if !(5...30).contains(length) { return "sequences of length \(length); choose 5...30" }
    if !(5...10).contains(symbols) { return "sequences over \(symbols) symbols; choose 5...10" }
    return nil
  }

  /// The families of this distribution.
  public var families: [any TaskFamily] {
    [
      cipher, shift, rotation, permutation, cipherReverse, rotateShift, swapSymbols, sortByOrder, neighbourSum,
      runningFold, counting, conditional, interleave, maskedCopy, keyedShift, gather, neighbourMaximum, pointer,
    ]
  }

  /// Returns a family of this distribution; rules leave sequences of another length unchanged.
  func family(
    _ name: String, _ summary: String, rules: [String] = [], draw: @escaping @Sendable (inout Generator) -> Rule
  ) -> ProceduralFamily {
    ProceduralFamily(name, summary, canvas: Canvas(height: 1, width: length), rules: rules) { generator in
      let rule = draw(&generator)
      return Task(
        family: name, rule: rule.signature,
        solve: { grid in
          let symbols = grid.sequence
          guard grid.height == 1, grid.width == length, symbols.allSatisfy({ $0 < self.symbols }) else { return grid }
          return Grid(sequence: rule.apply(symbols))
        },
        input: { generator in
          Grid(sequence: (0..<length).map { _ in generator.integer(in: 0..<symbols) })
        })
    }
  }

  /// Returns a bijection of the symbols that is neither a shift nor a swap of two symbols, which are other families.
  func drawCipher(using generator: inout Generator) -> [Int] {
    while true {
      let table = generator.permutation(symbols)
      let offsets = Set(table.indices.map { modulo(table[$0] - $0, symbols) })
      if offsets.count > 1, table.indices.filter({ table[$0] != $0 }).count > 2 { return table }
    }
  }
}
