public import MetaLearning

/// A network that has adapted to a task in several views: what `Solver.adapt` makes and an adapter file keeps.
public struct AdaptedTask<Network: AdaptableNetwork>: Sendable where Network.Batch == TokenBatch {
  /// The name of the task.
  public let name: String
  /// The network; adapted leaves carry one copy a view on their leading axis.
  public let network: Network
  /// The views of the copies.
  public let views: TaskViews

  /// An adapted task of these parts.
  public init(name: String, network: Network, views: TaskViews) {
    (self.name, self.network, self.views) = (name, network, views)
  }
}
