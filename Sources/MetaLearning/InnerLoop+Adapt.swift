internal import Networks
internal import Tensors

/// How much of the inner loop the outer gradient sees.
public enum DerivativeOrder: String, CaseIterable, Codable, Sendable {
  /// Nothing: for Reptile and for use.
  case none
  /// The steps, with each gradient as a constant.
  case first
  /// Everything, through every gradient.
  case second
}

extension InnerLoop {
  /// The network of each task after each step: element 0 is the start.
  ///
  /// θₖ₊₁ = θₖ − αₖ · rule(∇ L(support, θₖ)), for each task of the batch by itself.
  /// Leaves that no phase adapts stay shared; the others come back with a leading task axis.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, to support: Network.Batch, steps: Int? = nil, order: DerivativeOrder = .none
  ) -> [Network] {
    var states: [Network] = []
    adapt(slow, to: support, steps: steps, order: order) { _, network in states.append(network) }
    return states
  }

  /// As above, but shows each state once instead of keeping all: what evaluation uses.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, to support: Network.Batch, steps: Int? = nil, order: DerivativeOrder = .none,
    observe: (Int, Network) -> Void
  ) {
    adapt(slow, tasks: support.tasks, steps: steps, order: order, support: { _ in support }, observe: observe)
  }

  /// The general form: `support` gives what each step sees, so that every step can look at the examples anew.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, tasks: Int, steps: Int? = nil, order: DerivativeOrder = .none,
    support: (Int) -> Network.Batch, observe: (Int, Network) -> Void
  ) {
    let base = order == .second ? slow.network.preparedForSecondOrder() : slow.network
    let names = base.names
    let adapted = names.indices.filter { adapts(names[$0]) }
    let all = order == .none ? base.tensors.map { $0.detached() } : base.tensors
    var fast = adapted.map { index in all[index].unsqueezed(0).expanded([tasks] + all[index].shape) }
    var memory = RuleMemory(count: adapted.count)

    func network(_ leaves: [Tensor], shared: [Tensor]) -> Network {
      var every = shared
      for (leaf, index) in Swift.zip(leaves, adapted) { every[index] = leaf }
      return base.replacing(every)
    }

    let body = {
      observe(0, network(fast, shared: all))
      let total = steps ?? self.steps
      for step in 0..<total {
        let phase = phase(at: step)
        let active = adapted.indices.filter { phase.leaves.matches(names[adapted[$0]]) }
        // The point at which the gradient is taken: on the outer tape only when the outer gradient goes through it.
        var point = order == .second ? fast : fast.map { $0.detached() }
        for index in active where !point[index].requiresGradient { point[index] = point[index].leaf() }
        let shared = order == .second ? all : all.map { $0.detached() }
        let gradient = withGradient {
          gradients(
            of: [network(point, shared: shared).losses(on: support(step)).sum()], at: active.map { point[$0] },
            createGraph: order == .second)
        }
        for (index, g) in Swift.zip(active, gradient) {
          let direction = memory.direction(self, index, step, g)
          let rate = slow.rates.rate(index, step: step) * share(of: step, in: total)
          fast[index] = fast[index] - direction * (order == .none ? rate.detached() : rate)
        }
        observe(step + 1, network(fast, shared: all))
      }
    }
    order == .none ? withoutGradient(body) : withGradient(body)
  }
}

extension InnerLoop {
  /// True when every step is θ ← θ − α g over all leaves, with one α a leaf.
  var isPlain: Bool {
    rule == .sgd && rates != .perElement && !phases.isEmpty && phases.allSatisfy { $0.leaves == .everything }
  }

  /// What is left of the rate at a step: all of it, then a straight line down over the last `coolDown` of the steps.
  func share(of step: Int, in total: Int) -> Double {
    coolDown > 0 ? min(1, (1 - Double(step) / Double(total)) / coolDown) : 1
  }
}

/// The moments of one episode's inner loop.
private struct RuleMemory {
  private var first: [Tensor?]
  private var second: [Tensor?]

  init(count: Int) {
    first = Array(repeating: nil, count: count)
    second = first
  }

  /// What a rule makes of gradient `g` [tasks, …] of leaf `index`.
  mutating func direction(_ inner: InnerLoop, _ index: Int, _ step: Int, _ g: Tensor) -> Tensor {
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
      let t = Double(step + 1)
      let (c1, c2) = (1 - power(b1, t), 1 - power(b2, t))
      return m * (1 / c1) / ((v * (1 / c2) + 1e-16).squareRoot() + 1e-8)
    }
  }
}
