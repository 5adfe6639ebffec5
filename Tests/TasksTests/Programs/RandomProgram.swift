import Randomness

@testable import Tasks

extension Program {
  private static let byResult = Dictionary(grouping: Primitives.all, by: \.result)

  /// The least depth of a program of each type that needs no list of values of a body.
  private static let least: [ProgramType: Int] = {
    var least: [ProgramType: Int] = [.grid: 0, .colour: 0, .number: 0, .boolean: 0, .direction: 0]
    for depth in 1...4 {
      for primitive in Primitives.all where least[primitive.result] == nil {
        if primitive.parameters.allSatisfy({ least[$0] ?? depth < depth }) { least[primitive.result] = depth }
      }
    }
    return least
  }()

  /// Returns a random program of a type, of this depth or a little more.
  static func random(
    _ type: ProgramType, depth: Int, element: ProgramType? = nil, using generator: inout Generator
  ) -> Program {
    if element == type, generator.bernoulli(0.7) { return .element(type) }
    if depth <= 0 || byResult[type] == nil, let leaf = leaf(type, using: &generator) { return leaf }
    if case .list(let result) = type, least[type] == nil || depth > 0 && generator.bernoulli(0.3) {
      let elements: ProgramType = generator.bernoulli(0.5) ? .object : .grid
      return .each(
        random(.list(elements), depth: depth - 1, using: &generator),
        body: random(result, depth: depth - 1, element: elements, using: &generator))
    }
    let choices = byResult[type]!.filter { primitive in
      depth > 0 || primitive.parameters.allSatisfy { least[$0] ?? .max < least[type]! }
    }
    let primitive = choices[generator.integer(in: 0..<choices.count)]
    return .apply(
      primitive,
      primitive.parameters.map { random($0, depth: depth - 1, element: element, using: &generator) })
  }

  private static func leaf(_ type: ProgramType, using generator: inout Generator) -> Program? {
    switch type {
    case .grid: .input
    case .colour: .constant(.colour(UInt8(generator.integer(in: 0..<10))))
    case .number: .constant(.number(generator.integer(in: -3..<32)))
    case .boolean: .constant(.boolean(generator.bernoulli(0.5)))
    case .direction: .constant(.direction(Direction.allCases[generator.integer(in: 0..<8)]))
    case .mask, .position, .object, .list: nil
    }
  }
}
