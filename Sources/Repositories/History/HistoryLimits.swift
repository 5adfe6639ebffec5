/// The size of the changes that are read: small ones with one purpose.
public struct HistoryLimits: Hashable, Codable, Sendable {
  /// The largest number of commits that are looked at, the newest.
  public var commits = 2_000
  /// The largest number of files that a change may touch.
  public var files = 3
  /// The largest number of lines that a change may add and remove together.
  public var changedLines = 40
  /// The number of lines around a change that are shown with it.
  public var contextLines = 8

  /// Creates the default limits.
  public init() {}
}
