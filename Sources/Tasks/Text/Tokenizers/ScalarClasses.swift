/// The classes of scalars that splitting rules distinguish: \p{L}, \p{N}, \s and none of them.
///
/// Unicode 16, as the engine of the reference: what Unicode 17 added, which this language already knows, counts as nothing.
struct ScalarClasses: Sendable {
  static let other: UInt8 = 0
  static let letter: UInt8 = 1
  static let number: UInt8 = 2
  static let space: UInt8 = 3

  /// The same for everybody; made at its first use, from the properties of each scalar.
  static let unicode16 = ScalarClasses()

  /// For each 256 scalars the number of their block.
  private(set) var pages: [UInt16] = []
  /// The classes of the scalars of each block, equal blocks once.
  private(set) var blocks: [UInt8] = []

  private init() {
    var known: [[UInt8]: UInt16] = [:]
    for page in 0..<(0x110000 / 256) as Range<UInt32> {
      // The planes 4 to 13 are empty; 15 and 16 are private.
      let isEmpty = (0x400..<0xE00).contains(page) || page >= 0xF00
      let block = isEmpty ? [UInt8](repeating: 0, count: 256) : (0..<256).map { Self.kind(of: page << 8 | $0) }
      let number = known[block] ?? UInt16(known.count)
      if known.updateValue(number, forKey: block) == nil { blocks += block }
      pages.append(number)
    }
  }

  func kind(of scalar: Unicode.Scalar) -> UInt8 {
    blocks[Int(pages[Int(scalar.value >> 8)]) << 8 | Int(scalar.value & 0xFF)]
  }

  private static func kind(of value: UInt32) -> UInt8 {
    guard let scalar = Unicode.Scalar(value) else { return other }
    let properties = scalar.properties
    guard let age = properties.age, age.major <= 16 else { return other }
    if properties.isWhitespace { return space }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return letter
    case .decimalNumber, .letterNumber, .otherNumber: return number
    default: return other
    }
  }
}
