internal import Networks
internal import Tensors

extension SlowWeights {
  /// These slow weights with the leaves of the network that a pattern chooses as `other` has them.
  func holding(_ leaves: LeafPattern, of other: SlowWeights) -> SlowWeights {
    var held = self
    let values = other.network.named()
    held.network = network.mapNamed { name, leaf in leaves.matches(name) ? values[name]! : leaf }
    return held
  }
}

extension MetaGradient {
  /// This meta-gradient with nothing asked of the leaves of the network that a pattern chooses.
  func holding(_ leaves: LeafPattern) -> MetaGradient {
    var held = self
    held.gradient.network = gradient.network.mapNamed { name, leaf in
      leaves.matches(name) ? .zeros(like: leaf) : leaf
    }
    return held
  }
}
