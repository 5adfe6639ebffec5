/// The tokens of a grid, numbered as in ARC practice.
///
/// - Source: Wang et al. 2025, "Hierarchical Reasoning Model", the ARC data set builder.
public enum Vocabulary {
  /// The token of no cell.
  public static let pad: Int32 = 0
  /// The token of the grid's end: the row below it and the column right of it.
  public static let end: Int32 = 1
  /// The token of symbol 0; symbol s is `firstSymbol + s`.
  public static let firstSymbol: Int32 = 2
  /// The number of symbols.
  public static let symbols = 10
  /// The number of tokens.
  public static let size = 12
  /// The label of a position that no loss counts.
  public static let ignore: Int32 = -100

  /// Returns the token of a symbol.
  public static func token(_ symbol: UInt8) -> Int32 { firstSymbol + Int32(symbol) }
}
