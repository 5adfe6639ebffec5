internal import Networks
internal import Tensors

extension SlowWeights {
  /// Returns these slow weights with the network's leaves that match a pattern replaced by those of `other`.
  func holding(_ leaves: LeafPattern, of other: SlowWeights) -> SlowWeights {
    var held = self
    let values = other.network.named()
    held.network = network.mapNamed { name, leaf in leaves.matches(name) ? values[name]! : leaf }
    return held
  }
}

extension MetaGradient {
  /// Returns the meta-gradient with zeros for the network's leaves that match a pattern.
  func holding(_ leaves: LeafPattern) -> MetaGradient {
    var held = self
    held.gradient.network = gradient.network.mapNamed { name, leaf in
      leaves.matches(name) ? .zeros(like: leaf) : leaf
    }
    return held
  }
}
