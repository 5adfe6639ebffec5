internal import Foundation

/// The price of every choice in a program, from which its description length is summed.
///
/// Where a value of a type is needed, a primitive of that type is chosen with a probability p, which costs −2 log₂ p: a
/// price is in half bits, so that the enumeration's levels are whole numbers. This is a probabilistic grammar whose
/// nonterminals are the types.
/// - Source: Menon et al. 2013, "A Machine Learning Framework for Programming by Example"; Ellis et al. 2021,
///   "DreamCoder", Section 3, whose unigram grammar this is.
public struct ProgramPrior: Sendable {
  private var prices: [String: Int]
  /// The price of a primitive that is not listed.
  private var usual: Int
  /// The price of a constant.
  var constant: Int
  /// The price of mapping a primitive over a list.
  var each: Int

  /// The prior by which every primitive costs the same.
  public static let flat = ProgramPrior(prices: [:], usual: 6, constant: 5, each: 1)

  private init(prices: [String: Int], usual: Int, constant: Int, each: Int) {
    (self.prices, self.usual, self.constant, self.each) = (prices, usual, constant, each)
  }

  /// Creates the prior that is fitted to the primitives' frequencies in programs, each weighted; a primitive that never
  /// occurs counts as `rare` of an occurrence.
  public init(
    fittedTo programs: [(program: Program, weight: Double)], primitives: [Primitive] = Primitives.all,
    rare: Double = 0.25
  ) {
    var counts: [String: Double] = [:]
    for (program, weight) in programs {
      program.forEachPrimitive { counts[$0.signature, default: 0] += weight }
    }
    var totals: [ProgramType: Double] = [:]
    for primitive in primitives { totals[primitive.result, default: 0] += (counts[primitive.signature] ?? 0) + rare }
    let priced = primitives.map { primitive in
      let share = ((counts[primitive.signature] ?? 0) + rare) / (totals[primitive.result] ?? 1)
      return (primitive.signature, max(1, Int((-2 * log2(share)).rounded())))
    }
    self.init(prices: Dictionary(priced) { $1 }, usual: 20, constant: 5, each: 1)
  }

  /// The price of a primitive.
  public func price(of primitive: Primitive) -> Int { prices[primitive.signature] ?? usual }

  /// The description length of a program.
  public func price(of program: Program) -> Int {
    switch program {
    case .input, .element: 0
    case .constant: constant
    case .apply(let primitive, let arguments): arguments.reduce(price(of: primitive)) { $0 + price(of: $1) }
    case .each(let list, let body): price(of: list) + each + price(of: body)
    case .ranked(let program): 8 + price(of: program)
    }
  }
}

extension Program {
  /// Gives each primitive of the expression to `visit`.
  func forEachPrimitive(_ visit: (Primitive) -> Void) {
    switch self {
    case .input, .constant, .element: break
    case .apply(let primitive, let arguments):
      visit(primitive)
      for argument in arguments { argument.forEachPrimitive(visit) }
    case .each(let list, let body):
      list.forEachPrimitive(visit)
      body.forEachPrimitive(visit)
    case .ranked(let program): program.forEachPrimitive(visit)
    }
  }
}
