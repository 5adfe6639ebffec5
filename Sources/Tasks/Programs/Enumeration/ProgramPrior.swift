/// The price of every choice in a program, from which its description length is summed.
///
/// A price is in half bits, so that the enumeration's levels are whole numbers: of two choices the one that is chosen
/// twice as often is two cheaper.
public struct ProgramPrior: Sendable {
  /// The price of each primitive of the catalogue, by its signature; others cost `usual`.
  public var prices: [String: Int]
  /// The price of a primitive that is not listed.
  public var usual: Int
  /// The price of a constant of each type.
  public var constant: Int
  /// The price of mapping a primitive over a list.
  public var each: Int

  /// Creates a prior; the default one prefers nothing.
  public init(prices: [String: Int] = [:], usual: Int = 6, constant: Int = 5, each: Int = 1) {
    (self.prices, self.usual, self.constant, self.each) = (prices, usual, constant, each)
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
    }
  }
}
