internal import Networks
internal import Tensors

/// The state that an episode's inner loop carries from step to step: fast weights, and the moments of its rule.
struct InnerState {
  /// The adapted leaves, [tasks, …].
  var fast: [Tensor]
  /// The first moment of each leaf, or `nil` if the rule keeps none.
  var first: [Tensor?]
  /// The second moment of each leaf, or `nil` if the rule keeps none.
  var second: [Tensor?]
  /// The number of steps that each leaf has taken: a phase may start one later than another.
  var updates: [Int]
  /// Whether the second moments existed before the first step, as means without bias.
  var isSeasoned = false

  /// Creates the state before the first step.
  init(fast: [Tensor]) {
    self.fast = fast
    (first, second) = (fast.map { _ in nil }, fast.map { _ in nil })
    updates = fast.map { _ in 0 }
  }

  /// All tensors of the state, in order.
  var tensors: [Tensor] { fast + first.compactMap(\.self) + second.compactMap(\.self) }

  /// Returns a state of the same form with these tensors.
  func replacing(_ tensors: [Tensor]) -> InnerState {
    var rest = tensors[...]
    var state = self
    state.fast = fast.map { _ in rest.removeFirst() }
    state.first = first.map { $0.map { _ in rest.removeFirst() } }
    state.second = second.map { $0.map { _ in rest.removeFirst() } }
    return state
  }

  /// The state's form, without its numbers.
  var hollow: InnerState {
    let nothing = Tensor(0)
    return replacing(tensors.map { _ in nothing })
  }

  /// Returns a state of the form after a step of a rule on some leaves; new tensors have no meaning yet.
  func form(after rule: InnerLoop.Rule, on active: [Int]) -> InnerState {
    var form = self
    for index in active {
      form.updates[index] += 1
      if rule == .momentum || rule == .adam { form.first[index] = first[index] ?? fast[index] }
      if rule == .adam { form.second[index] = second[index] ?? fast[index] }
    }
    return form
  }

  /// Returns the direction that a rule computes from gradient `g` [tasks, …] of leaf `index`.
  mutating func direction(_ inner: InnerLoop, _ index: Int, _ g: Tensor) -> Tensor {
    updates[index] += 1
    switch inner.rule {
    case .sgd: return g
    case .normalized:
      // ε keeps the gradient of the root finite for a leaf that had none.
      let square = g.rank == 1 ? g.squared() : g.flattened(1).squared().mean(1)
      let size = (square + 1e-12).reciprocalSquareRoot()
      return g * size.reshaped([g.size(0)] + Array(repeating: 1, count: g.rank - 1))
    case .momentum:
      let velocity = first[index].map { $0 * inner.momentum + g } ?? g
      first[index] = velocity
      return velocity
    case .adam:
      let (b1, b2) = (inner.momentum, inner.secondMomentum)
      let m = first[index].map { $0.lerp(to: g, 1 - b1) } ?? g * (1 - b1)
      let v = second[index].map { $0.lerp(to: g.squared(), 1 - b2) } ?? g.squared() * (1 - b2)
      (first[index], second[index]) = (m, v)
      let t = Double(updates[index])
      let (c1, c2) = (1 - power(b1, t), isSeasoned ? 1 : 1 - power(b2, t))
      return m * (1 / c1) / ((v * (1 / c2) + 1e-16).squareRoot() + 1e-8)
    }
  }
}
