/// A deterministic stream of random bits that is a value: copy it to replay, split it to branch.
///
/// state ← state + γ;  output = mix(state)
///
/// Every random choice of a run comes from one seed through splits, so a result is a function of
/// (configuration, seed) and a checkpoint stores a generator as two integers.
/// - Source: Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators", Figure 16 (SplitMix64).
public struct Generator: RandomNumberGenerator, Hashable, Codable, Sendable {
  private var state: UInt64
  private let increment: UInt64

  /// Creates the stream of `seed`.
  public init(seed: UInt64) {
    self.init(state: Self.mix(seed), increment: 0x9E37_79B9_7F4A_7C15)
  }

  private init(state: UInt64, increment: UInt64) {
    self.state = state
    self.increment = increment
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= increment
    return Self.mix(state)
  }

  /// Returns a new, statistically independent stream split off this one, which advances by two.
  public mutating func split() -> Generator {
    Generator(state: next(), increment: Self.oddIncrement(next()))
  }

  /// Returns the `index`-th child stream, without advancing this one: episode `i` of an evaluation is the same for
  /// every caller.
  public func child(_ index: Int) -> Generator {
    var parent = self
    let seed = parent.next() ^ Self.mix(UInt64(bitPattern: Int64(index)) &* 0xD1B5_4A32_D192_ED03 &+ 1)
    return Generator(state: Self.mix(seed), increment: Self.oddIncrement(Self.mix(seed ^ parent.next())))
  }

  /// Returns the child stream of a name, so that adding a consumer does not shift the numbers of another one.
  public func child(_ name: String) -> Generator {
    child(Int(truncatingIfNeeded: stableHash(name)))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns an odd increment with enough bit transitions, as the paper requires, to keep streams apart.
  private static func oddIncrement(_ value: UInt64) -> UInt64 {
    let odd = mix(value) | 1
    return (odd ^ (odd >> 1)).nonzeroBitCount < 24 ? odd ^ 0xAAAA_AAAA_AAAA_AAAA : odd
  }
}

/// Returns a 64-bit FNV-1a hash that, unlike `hashValue`, is the same in every process.
public func stableHash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
