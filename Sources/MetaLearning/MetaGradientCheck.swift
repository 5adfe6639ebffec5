internal import Networks
internal import Tensors

/// A check of a learner's meta-gradient against central differences of its objective, leaf by leaf, in float64.
///
/// (f(θ + ε e) − f(θ − ε e)) / 2ε against ∂f/∂θ, for some elements e of every leaf
///
/// A meta-gradient that misses a term (a forgotten `createGraph`, a detached rate) still trains and is silently wrong;
/// this finds it. What a method holds constant on purpose (`MetaLearner.objective`) is held here too; where it stops short
/// of a limit that it aims at (`MetaLearner.exact`), the limit is checked.
public struct MetaGradientCheck: Hashable, Sendable {
  /// The two derivatives at one leaf.
  public struct Leaf: Hashable, Codable, Sendable {
    /// The path.
    public let name: String
    /// The element with the largest difference.
    public let element: Int
    /// The learner's derivative at the element.
    public let analytic: Double
    /// The difference quotient at the element.
    public let numeric: Double
    /// The distance of the two, relative to the leaf's largest checked derivative, or to a thousandth of the largest of
    /// all if that is more: what is zero by symmetry has no relative error.
    public let error: Double
  }

  /// The leaves of the slow weights, in order.
  public let leaves: [Leaf]
  /// The mean query loss at the point.
  public let loss: Double

  /// The leaf with the largest error, or `nil` if there is no leaf.
  public var worst: Leaf? { leaves.max { $0.error < $1.error } }
  /// The largest error.
  public var error: Double { worst.map { $0.error.isFinite ? $0.error : .infinity } ?? .infinity }
  /// Returns whether the meta-gradient is correct: central differences of a smooth loss in float64 agree to about 1e-7,
  /// and a missing term shows as 1e-2 and more.
  public func passes(tolerance: Double = 1e-4) -> Bool { error <= tolerance }

  /// Checks a learner at these slow weights on these episodes.
  ///
  /// `elements` is the number of elements of each leaf to move, evenly spread. `step` is the size of the move; the
  /// leaves should be of about unit size.
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
