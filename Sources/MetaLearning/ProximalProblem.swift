internal import Tensors

/// The inner problem of `ImplicitMAML`: a task's support loss, and a pull toward the slow weights.
///
/// φ* = argmin L(support, φ) + λ/2 ‖φ − θ‖²
///
/// All tasks at once; the adapted leaves are one row for each task, so that a solver needs no tree.
/// - Shapes: φ [tasks, n].
struct ProximalProblem<Network: AdaptableNetwork> {
  /// The network with the slow weights θ.
  let network: Network
  /// The indices of the leaves that adapt.
  let adapted: [Int]
  /// The support set of every task.
  let support: Network.Batch
  /// The λ of the pull.
  let proximal: Double
  /// The number of inner steps, which normalization may depend on.
  let steps: Int

  init(_ slow: SlowWeights<Network>, _ inner: InnerLoop, on support: Network.Batch) {
    network = slow.network.map { $0.detached() }
    let names = network.names
    adapted = names.indices.filter { inner.adapts(names[$0]) }
    (self.support, proximal, steps) = (support, inner.proximal, inner.steps)
  }

  /// θ for every task.
  var start: Tensor {
    let all = network.tensors
    return row(of: adapted.map { all[$0].unsqueezed(0).expanded([support.tasks] + all[$0].shape) })
  }

  /// Returns adapted leaves [tasks, …] as rows.
  func row(of leaves: [Tensor]) -> Tensor { .concatenate(leaves.map { $0.reshaped(support.tasks, -1) }, 1) }

  /// Returns the losses of some examples, [tasks], where the adapted leaves are a row's and the others `shared`; for
  /// queries norms know the support set.
  func losses(at row: Tensor, shared: [Tensor], queries: Network.Batch? = nil) -> Tensor {
    var all = shared
    var place = 0
    for index in adapted {
      let (shape, count) = (shared[index].shape, shared[index].count)
      all[index] = row.narrowed(1, from: place, length: count).reshaped([support.tasks] + shape)
      place += count
    }
    let network = network.replacing(all).at(step: steps, support: queries == nil ? nil : support)
    return withSecondOrder { network.losses(on: queries ?? support) }
  }

  /// Returns the losses around a point, [tasks]: those on queries with their gradient, or those on the support set with
  /// the tape of theirs.
  func expansion(at point: Tensor, queries: Network.Batch? = nil) -> Expansion {
    withGradient {
      let point = point.leaf()
      let shared = network.tensors.enumerated().map { adapted.contains($0) ? $1 : $1.leaf() }
      let isLast = queries != nil
      let losses = losses(at: point, shared: shared, queries: queries)
      let others = shared.indices.filter { !adapted.contains($0) }
      let found = gradients(
        of: [losses.sum()], at: [point] + (isLast ? others.map { shared[$0] } : []), createGraph: !isLast)
      return Expansion(
        point: point, others: others.map { shared[$0] }, losses: losses.detached(), gradient: found[0],
        otherGradients: Array(found.dropFirst()))
    }
  }

  /// The losses around a point.
  struct Expansion {
    let point: Tensor
    let others: [Tensor]
    let losses: Tensor
    /// The gradient ∇φ L, on the tape for the support set.
    let gradient: Tensor
    /// The gradients ∂L/∂(leaves that do not adapt), for queries.
    let otherGradients: [Tensor]

    /// Returns H v.
    func hessian(times v: Tensor) -> Tensor { differentiated(at: [point], along: v)[0] }

    /// Returns ∂(∇φ L · v)/∂(leaves that do not adapt).
    func mixed(times v: Tensor) -> [Tensor] { differentiated(at: others, along: v) }

    private func differentiated(at inputs: [Tensor], along v: Tensor) -> [Tensor] {
      guard gradient.requiresGradient else { return inputs.map { .zeros(like: $0) } }
      return gradients(of: [gradient], at: inputs, seeds: [v], retainGraph: true)
    }
  }
}

extension ProximalProblem {
  /// Returns φ*, by Newton's steps from θ, each task's step halved until its objective falls.
  ///
  /// φ ← φ − (H + λ I)⁻¹ (∇L + λ (φ − θ))
  ///
  /// A task stops at a zero slope, or at a kink of ReLU, where no share of a step descends.
  func solution(tolerance: Double = 1e-11, limit: Int = 30) -> Tensor {
    let theta = start
    func objective(_ losses: Tensor, _ point: Tensor) -> Tensor {
      losses + (point - theta).squared().sum(1) * (0.5 * proximal)
    }
    var point = theta
    for _ in 0..<limit {
      let here = expansion(at: point)
      let slope = here.gradient.detached() + (point - theta) * proximal
      let isSteep = slope.squared().sum(1, keeping: true) .> tolerance * tolerance
      let move = conjugateGradients(slope, steps: slope.size(1), tolerance: 1e-6) {
        here.hessian(times: $0) + $0 * proximal
      }
      let share = withoutGradient {
        let before = objective(here.losses, point)
        // Near the solution a step changes less than rounding does.
        let most = before + before.magnitude() * 1e-14
        var share = Tensor.ones([support.tasks, 1], dtype: point.dtype, device: point.device)
        for _ in 0..<20 {
          let next = point - move * share
          let value = objective(losses(at: next, shared: network.tensors), next)
          let isWorse = (value .> most).unsqueezed(1)
          guard isWorse.any().item == 1 else { break }
          share = isWorse.select(share * 0.5, else: share)
        }
        return share
      }
      point = point - move * share
      guard (isSteep .& (share .> 1e-5)).any().item == 1 else { break }
    }
    return point
  }
}
