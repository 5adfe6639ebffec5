/// A question for a part of the runs: which, in what order, and from where on.
public struct RunQuery: Hashable, Sendable {
  /// The quantity by which runs are in order.
  public enum Order: Hashable, Sendable {
    /// The time of the start.
    case created
    /// The name, whatever its case.
    case name
    /// The kind.
    case kind
    /// The status.
    case status
    /// The value of a metric at its last step; runs without a number come last.
    case metric(String)
  }

  /// Words that the identifier, the name, the kind or the status contains, each in any case.
  public var text: String
  /// The only status, or `nil` for every one.
  public var status: Run.Status?
  /// The quantity by which runs are in order.
  public var order: Order
  /// Whether the largest value comes first.
  public var isDescending: Bool
  /// The run after which the part begins, or `nil` for the beginning.
  public var after: Run.ID?
  /// The largest number of runs.
  public var limit: Int

  /// Creates a question; by default for the latest hundred.
  public init(
    text: String = "", status: Run.Status? = nil, order: Order = .created, isDescending: Bool = true,
    after: Run.ID? = nil, limit: Int = 100
  ) {
    (self.text, self.status, self.order) = (text, status, order)
    (self.isDescending, self.after, self.limit) = (isDescending, after, limit)
  }
}

/// A part of the runs, with the last value of each of their metrics.
public struct RunPage: Sendable {
  /// A run with the last value of each of its metrics.
  public struct Entry: Sendable {
    /// The run.
    public let run: Run
    /// The value of each metric at its last step, in the order of names.
    public let metrics: [Metric]
  }

  /// The runs, in the order of the question.
  public let entries: [Entry]
  /// The number of all runs that fit, on this page or not.
  public let total: Int
  /// The run after which the next part begins, or `nil` if this is the last one.
  public let next: Run.ID?
}
