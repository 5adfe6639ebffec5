extension PrimitiveGroup {
  /// Numbers shown as colours.
  static let symbols = PrimitiveGroup(
    "symbols", "numbers 0 to 9 shown as colours",
    [
      Primitive("symbol", "the colour number {0}") { (number: Int) throws(Undefined) in
        guard (0...9).contains(number) else { throw .tooLarge }
        return Colour(UInt8(number))
      }
    ])
}
