internal import Networks
internal import Tensors

/// The part of the inner loop that the outer gradient sees.
public enum DerivativeOrder: String, CaseIterable, Codable, Sendable {
  /// None, for Reptile and for use.
  case none
  /// The steps, with each gradient treated as a constant.
  case first
  /// All of it, through every gradient.
  case second

  /// Runs a loop with the tape that this order needs.
  fileprivate func recording(_ body: () -> Void) {
    switch self {
    case .none: withoutGradient(body)
    case .first: withGradient(body)
    case .second: withGradient { withSecondOrder(body) }
    }
  }
}

extension InnerLoop {
  /// Returns the network of each task after each step; element 0 is the start.
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

  /// Adapts as above, but calls `observe` with each state instead of keeping all, as evaluation does.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, to support: Network.Batch, steps: Int? = nil, order: DerivativeOrder = .none,
    observe: (Int, Network) -> Void
  ) {
    adapt(slow, tasks: support.tasks, steps: steps, order: order, support: { _ in support }, observe: observe)
  }

  /// Adapts in the general form: `support` returns the examples of each step.
  public func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, tasks: Int, steps: Int? = nil, order: DerivativeOrder = .none,
    support: (Int) -> Network.Batch, observe: (Int, Network) -> Void
  ) {
    adapt(
      slow, tasks: tasks, steps: steps, order: order, support: support, gradient: { _, _, g in g }, observe: observe)
  }

  /// Adapts in the most general form; `gradient` may read, or replace, the gradient of a step at a leaf (its index, the
  /// adapted leaf's index, the gradient with its pull).
  func adapt<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, tasks: Int, steps: Int? = nil, order: DerivativeOrder,
    support: (Int) -> Network.Batch, gradient: @escaping (Int, Int, Tensor) -> Tensor, observe: (Int, Network) -> Void
  ) {
    var slow = slow
    if order == .none { slow = slow.map { $0.detached() } }
    let names = slow.network.names
    let adapted = names.indices.filter { adapts(names[$0]) }
    let total = steps ?? self.steps
    order.recording {
      let all = slow.network.tensors
      var state = InnerState(fast: adapted.map { all[$0].unsqueezed(0).expanded([tasks] + all[$0].shape) })
      if rule == .adam, let moments = slow.parts.inner.lazy.compactMap({ $0.secondMoments() }).first {
        state.isSeasoned = true
        state.second = adapted.map { index in
          let moment = moments[names[index]] ?? .zeros(like: all[index])
          return moment.unsqueezed(0).expanded([tasks] + moment.shape)
        }
      }
      observe(0, slow.network.replacing(adapted, with: state.fast).at(step: 0, support: support(0)))
      let length = checkpointsSteps && order == .second ? Self.stretch(of: total) : 1
      for start in stride(from: 0, to: total, by: length) {
        let steps = start..<min(start + length, total)
        let seen = steps.map(support)
        let active = steps.map { step in
          adapted.indices.filter { phase(at: step).leaves.matches(names[adapted[$0]]) }
        }
        let take = { (slow: SlowWeights<Network>, state: InnerState, step: Int) in
          self.step(
            step, of: total, slow, state, names, adapted, active[step - start], order, on: seen[step - start], gradient)
        }
        let states =
          checkpointsSteps && order == .second
          ? recomputed(slow, state, steps, active: { active[$0 - start] }, take) : [take(slow, state, start)]
        for (step, next) in Swift.zip(steps, states) {
          state = next
          let network = slow.network.replacing(adapted, with: state.fast)
          observe(step + 1, network.at(step: step + 1, support: seen[step - start]))
        }
      }
    }
  }

  /// Takes one step of the loop, on the outer tape as far as `order` requires.
  private func step<Network: AdaptableNetwork>(
    _ step: Int, of total: Int, _ slow: SlowWeights<Network>, _ state: InnerState, _ names: [String], _ adapted: [Int],
    _ active: [Int], _ order: DerivativeOrder, on support: Network.Batch, _ hook: (Int, Int, Tensor) -> Tensor
  ) -> InnerState {
    var state = state
    let isOnTape = order == .second && isRecordingGradient
    // The point at which the gradient is taken: on the outer tape only when the outer gradient goes through it.
    var point = isOnTape ? state.fast : state.fast.map { $0.detached() }
    // A leaf that an earlier step did not change is on that step's tape: without its own node, this gradient would go
    // through the earlier step too.
    for index in active {
      point[index] = point[index].requiresGradient ? point[index].expanded(point[index].shape) : point[index].leaf()
    }
    let shared = isOnTape ? slow.network : slow.network.map { $0.detached() }
    let examples = support.minibatch(of: minibatch, at: step)
    let found = withGradient {
      let network = shared.replacing(adapted, with: point)
      let losses = network.at(step: step, support: nil).losses(on: examples)  // [tasks]
      SupportLosses.current?.add(losses, before: step)
      let loss = penalized(losses.sum(), network)
      return gradients(of: [loss], at: active.map { point[$0] }, createGraph: isOnTape)
    }
    let starts = proximal > 0 ? slow.network.tensors : []
    let parts = slow.parts.inner
    for (index, gradient) in Swift.zip(active, found) {
      let pulled =
        proximal > 0 && !pullsAtEnd
        ? gradient + (point[index] - starts[adapted[index]]) * proximal : gradient
      let taken = hook(step, index, isOnTape ? pulled : pulled.detached())
      let move = state.direction(self, index, parts.reduce(taken) { $1.transforming($0, of: names[adapted[index]]) })
      let rate = slow.rates.rate(index, step: step) * rateFactor(at: step, of: total)
      state.fast[index] = state.fast[index] - move * rate
      if proximal > 0, pullsAtEnd, step == total - 1 {
        state.fast[index] -= (state.fast[index] - starts[adapted[index]]) * rate * proximal
      }
    }
    return state
  }

  /// Returns the states after steps that are recomputed for the outer gradient: memory of the fast weights alone, at
  /// the start of each stretch of steps and, while its gradient is computed, of each step in it.
  private func recomputed<Network: AdaptableNetwork>(
    _ slow: SlowWeights<Network>, _ state: InnerState, _ steps: Range<Int>, active: @escaping (Int) -> [Int],
    _ take: @escaping (SlowWeights<Network>, InnerState, Int) -> InnerState
  ) -> [InnerState] {
    let leaves = slow.tensors
    // The block's captures live until the whole tape is freed: so it captures the form of the state, not the state.
    let start = state.hollow
    var form = start
    let forms = steps.map { step in
      form = form.form(after: rule, on: active(step))
      return form
    }
    var found = checkpointed(leaves + state.tensors, outputs: forms.reduce(0) { $0 + $1.tensors.count }) { inputs in
      let slow = slow.replacing(Array(inputs.prefix(leaves.count)))
      var state = start.replacing(Array(inputs.dropFirst(leaves.count)))
      return steps.flatMap { step in
        state =
          steps.count > 1
          ? recomputed(slow, state, step..<(step + 1), active: active, take)[0] : take(slow, state, step)
        return state.tensors
      }
    }[...]
    return forms.map { form in
      let count = form.tensors.count
      defer { found = found.dropFirst(count) }
      return form.replacing(Array(found.prefix(count)))
    }
  }

  /// Returns the number of steps that are recomputed together: the root of all, which minimizes starts and steps.
  /// - Source: Chen, Xu, Zhang, Guestrin 2016, "Training Deep Nets with Sublinear Memory Cost", Section 4.
  private static func stretch(of total: Int) -> Int {
    max(1, Int(Double(total).squareRoot()))
  }
}

extension InnerLoop {
  /// Returns the summed support loss with the L1 penalty λ·‖θ‖₁ of the leaves that have one.
  private func penalized(_ loss: Tensor, _ network: some ParameterTree) -> Tensor {
    guard !l1PenaltyByLeaf.isEmpty else { return loss }
    return network.leaves.reduce(loss) { sum, leaf in
      guard let penalty = l1Penalty(of: leaf.name), penalty > 0 else { return sum }
      return sum + leaf.tensor.magnitude().sum() * penalty
    }
  }

  /// Returns the factor of the rate at a step: `rateScale`, with a linear decay to 0 over the last `coolDown` of the steps.
  func rateFactor(at step: Int, of total: Int) -> Double {
    coolDown > 0 ? rateScale * min(1, (1 - Double(step) / Double(total)) / coolDown) : rateScale
  }
}

extension ParameterTree {
  /// Returns the tree with some of its leaves replaced.
  func replacing(_ indices: [Int], with leaves: [Tensor]) -> Self {
    var all = tensors
    for (index, leaf) in Swift.zip(indices, leaves) { all[index] = leaf }
    return replacing(all)
  }
}
