import Randomness

extension Sequences {
  /// yᵢ = x at σ(i), with σ a hidden order of the positions that is no rotation, forwards or backwards.
  public var permutation: ProceduralFamily {
    family("permutation", "put the positions in another order") { generator in
      while true {
        let order = generator.permutation(length)
        let forwards = Set(order.indices.map { modulo(order[$0] - $0, length) })
        let backwards = Set(order.indices.map { (order[$0] + $0) % length })
        guard forwards.count > 1, backwards.count > 1 else { continue }
        return Rule(word(order)) { x in order.map { x[$0] } }
      }
    }
  }
}
