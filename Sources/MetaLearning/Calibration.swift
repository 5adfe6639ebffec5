internal import Networks
internal import Tensors

extension MetaLearner {
  /// Returns the slow weights with running statistics of each inner step, if the network keeps some.
  ///
  /// One step after another, as they will be used: the statistics of step k are those of the weights after k steps,
  /// each computed with the statistics of the steps before it.
  ///
  /// `episodes` are the tasks of meta-training; statistics are over the examples of all of them.
  /// - Source: Antoniou, Edwards, Storkey 2019, "How to Train Your MAML", Section 4, "Per-Step Batch Normalization Running
  ///   Statistics".
  /// - Differs: computed when training has ended (or is measured), from the weights of that moment, where the paper's
  ///   run along with training and trail behind them.
  public func calibrated<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, on episodes: @autoclosure () -> [EpisodeBatch<Network.Batch>]
  ) -> SlowWeights<Network> {
    func opened<Normalizing: NormalizesByStep<Network.Batch>>(_ network: Normalizing) -> SlowWeights<Network> {
      guard network.keepsStatistics else { return slow }
      let episodes = episodes()
      var slow = slow as! SlowWeights<Normalizing>
      for step in 0...inner.steps where !episodes.isEmpty {
        let adapted = episodes.map { episodes in
          var last = slow.network
          inner.adapt(slow, to: episodes.support, steps: step) { _, network in last = network }
          return (network: last, episodes: episodes)
        }
        slow.network.calibrate(step: step, on: adapted)
      }
      return slow as! SlowWeights<Network>
    }
    guard let network = slow.network as? any NormalizesByStep<Network.Batch> else { return slow }
    return opened(network)
  }
}
