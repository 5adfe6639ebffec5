public import MetaLearning

/// A network adapted to a task in several views, which `Solver.adapt` returns and an adapter file stores.
public struct AdaptedTask<Network: AdaptableNetwork>: Sendable where Network.Batch == TokenBatch {
  /// The name of the task.
  public let name: String
  /// The network, whose adapted leaves have one copy for each view on their leading axis.
  public let network: Network
  /// The views of the copies.
  public let views: TaskViews

  /// Creates an adapted task of these parts.
  public init(name: String, network: Network, views: TaskViews) {
    (self.name, self.network, self.views) = (name, network, views)
  }
}
