/// The reason for which a program has no value on a grid.
public enum Undefined: Error, Hashable, Sendable {
  /// There is nothing to take: an empty list, an empty mask, a grid of one colour.
  case nothing
  /// Several things are meant equally: a tie.
  case tie
  /// The sizes do not fit together.
  case sizes
  /// The result would be larger than the largest grid or number.
  case tooLarge
  /// The shape asked for is not there: no panels, no period, no symmetry.
  case noSuchStructure
}
