internal import Networks

/// A method that is MAML with other leaves, rates or derivatives.
public protocol MAMLVariant: MetaLearner {
  /// The underlying MAML.
  var method: MAML { get }
}

extension MAMLVariant {
  /// The inner loop.
  public var inner: InnerLoop { method.inner }

  /// Returns the gradient of the query loss after adaptation.
  public func metaGradient<Network: AdaptableNetwork>(
    of slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> MetaGradient<Network> {
    method.metaGradient(of: slow, on: episodes)
  }

  /// Returns the query loss after adaptation.
  public func objective<Network: AdaptableNetwork>(
    at slow: SlowWeights<Network>, holding center: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>
  ) -> Double {
    method.objective(at: slow, holding: center, on: episodes)
  }
}
