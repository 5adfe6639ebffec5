import Randomness

@testable import Tasks

extension Program {
  private static let byResult = Dictionary(grouping: Primitives.all, by: \.result)

  /// Returns a random program of a type, of at most this depth but where a type has no leaves.
  static func random(
    _ type: ProgramType, depth: Int, element: ProgramType? = nil, using generator: inout Generator
  ) -> Program {
    if element == type, generator.bernoulli(0.7) { return .element(type) }
    if depth <= 0, let leaf = leaf(type, using: &generator) { return leaf }
    if case .list(let result) = type, depth > 0, generator.bernoulli(0.3) {
      let elements: ProgramType = generator.bernoulli(0.5) ? .object : .grid
      return .each(
        random(.list(elements), depth: depth - 1, using: &generator),
        body: random(result, depth: depth - 1, element: elements, using: &generator))
    }
    let all = byResult[type] ?? []
    // Where nothing is left to nest, what takes the input.
    let ready = all.filter {
      $0.parameters.allSatisfy { [.grid, .colour, .number, .boolean, .direction].contains($0) }
    }
    let choices = depth <= 0 && !ready.isEmpty ? ready : all
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
