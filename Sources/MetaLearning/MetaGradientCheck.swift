internal import Networks
internal import Tensors

/// Compares a learner's meta-gradient with central differences of its objective, leaf by leaf, in float64.
///
/// (f(θ + ε e) − f(θ − ε e)) / 2ε against ∂f/∂θ, for some elements e of every leaf
///
/// A meta-gradient that misses a term (a forgotten `createGraph`, a detached rate) still trains and is wrong in silence;
/// this finds it. What a method holds constant on purpose (`MetaLearner.objective`) is held here too; where it stops short
/// of a limit that it aims at (`MetaLearner.exact`), the limit is checked.
public struct MetaGradientCheck: Hashable, Sendable {
  /// The two derivatives at one leaf.
  public struct Leaf: Hashable, Codable, Sendable {
    /// Its path.
    public let name: String
    /// The element with the largest difference.
    public let element: Int
    /// The derivative of the learner there.
    public let analytic: Double
    /// The difference quotient there.
    public let numeric: Double
    /// Their distance, relative to the largest derivative of the leaf that was looked at, or to a thousandth of the
    /// largest of all where that is more: what is zero by symmetry has no relative error.
    public let error: Double
  }

  /// Every leaf of the slow weights, in their order.
  public let leaves: [Leaf]
  /// The mean query loss at the point.
  public let loss: Double

  /// The leaf with the largest error.
  public var worst: Leaf? { leaves.max { $0.error < $1.error } }
  /// The largest error.
  public var error: Double { worst.map { $0.error.isFinite ? $0.error : .infinity } ?? .infinity }
  /// Whether the meta-gradient is what it says: central differences of a smooth loss in float64 agree to about 1e-7,
  /// and a missing term shows as 1e-2 and more.
  public func passes(tolerance: Double = 1e-4) -> Bool { error <= tolerance }

  /// Checks a learner at these slow weights on these episodes.
  /// - Parameters:
  ///   - elements: how many elements of each leaf to move, evenly spread.
  ///   - step: how far; the leaves should be of about unit size.
  public init<Network: AdaptableNetwork>(
    _ learner: some MetaLearner, at slow: SlowWeights<Network>, on episodes: EpisodeBatch<Network.Batch>,
    elements: Int = 3, step: Double = 1e-5
  ) {
    let learner = learner.exact
    let point = slow.converted(to: .float64)
    let batch = episodes.converted(to: .float64)
    let meta = learner.metaGradient(of: point, on: batch)
    loss = meta.loss

    var found: [(name: String, pairs: [(element: Int, analytic: Double, numeric: Double)])] = []
    let gradients = meta.gradient.tensors
    let leaves = point.leaves
    for (index, leaf) in leaves.enumerated() where leaf.tensor.count > 0 {
      let values: [Double] = leaf.tensor.scalars()
      let slopes: [Double] = gradients[index].scalars()
      func objective(_ element: Int, _ amount: Double) -> Double {
        var moved = values
        moved[element] += amount
        var all = leaves.map(\.tensor)
        all[index] = Tensor(moved, shape: leaf.tensor.shape)
        return learner.objective(at: point.replacing(all), holding: point, on: batch)
      }
      let chosen = Set((0..<max(elements, 1)).map { $0 * (values.count - 1) / max(elements - 1, 1) }).sorted()
      found.append(
        (leaf.name, chosen.map { ($0, slopes[$0], (objective($0, step) - objective($0, -step)) / (2 * step)) }))
    }
    let largest = found.flatMap(\.pairs).map { max(abs($0.analytic), abs($0.numeric)) }.max() ?? 0
    self.leaves = found.map { name, pairs in
      let size = max(pairs.map { max(abs($0.analytic), abs($0.numeric)) }.max() ?? 0, largest * 1e-3, 1e-12)
      let worst = pairs.max { abs($0.analytic - $0.numeric) < abs($1.analytic - $1.numeric) }!
      return Leaf(
        name: name, element: worst.element, analytic: worst.analytic, numeric: worst.numeric,
        error: abs(worst.analytic - worst.numeric) / size)
    }
  }
}
