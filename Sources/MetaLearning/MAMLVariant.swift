internal import Networks

/// A method that is MAML with other leaves, rates or derivatives: the file of each says which.
public protocol MAMLVariant: MetaLearner {
  /// MAML as the method wants it.
  var method: MAML { get }
}

extension MAMLVariant {
  /// The inner loop.
  public var inner: InnerLoop { method.inner }

  /// The gradient of the query loss after adaptation.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    method.metaGradient(of: slow, on: episodes)
  }

  /// The query loss after adaptation.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    method.objective(at: slow, holding: center, on: episodes)
  }
}
