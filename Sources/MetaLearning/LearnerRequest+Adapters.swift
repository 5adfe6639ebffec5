internal import Networks

extension LearnerRequest {
  /// Returns the inner loop over the adapters that the slow weights will have beside the linear layers of a pattern:
  /// `first` alone at the first step, `all` from then on. Throws if the pattern matches no layer.
  func adaptingAdapters(
    first: LeafPattern, all: LeafPattern, on layers: LeafPattern, rank: Int, for learner: String
  ) throws(UnsupportedLearner) -> InnerLoop {
    guard rank > 0 else { throw refusal(of: learner, "a rank of \(rank) adapts nothing: give 1 or more") }
    guard !anatomy.linear.isEmpty else { throw refusal(of: learner, "it has no linear layer that takes adapters") }
    guard anatomy.linear.contains(where: layers.matches) else {
      throw refusal(
        of: learner, "no linear layer is called \"\(layers)\"; there are \(anatomy.linear.joined(separator: ", "))")
    }
    var inner = inner
    inner.phases = [
      InnerLoop.Phase(leaves: first, steps: 1), InnerLoop.Phase(leaves: all, steps: max(inner.steps - 1, 1)),
    ]
    return inner
  }
}
