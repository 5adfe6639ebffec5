internal import MetaLearning
internal import Networks
internal import Tensors

/// The state of the outer loop: slow weights, their moving average, and the optimizers' moments.
struct OuterState<Network: AdaptableNetwork>: Sendable {
  /// The number of outer steps taken.
  var step = 0
  var slow: SlowWeights<Network>
  var average: MovingAverage<SlowWeights<Network>>
  var networkOptimizer: Optimizer<Network>
  var ratesOptimizer: Optimizer<InnerRates>
  var partsOptimizer: Optimizer<LearnerState>

  /// Creates the state before the first step.
  init(_ slow: SlowWeights<Network>, optimizer: OptimizerRule, average decay: Double) {
    self.slow = slow
    average = MovingAverage(of: slow, decay: decay)
    networkOptimizer = Optimizer(optimizer)
    var undecayed = optimizer
    undecayed.weightDecay = 0  // decay toward 0 would not lower a rate: rates are logarithms
    ratesOptimizer = Optimizer(undecayed)
    partsOptimizer = Optimizer(optimizer)
  }

  /// Takes one outer step along a meta-gradient; inner rates are learned only if the inner loop says so.
  /// - Returns: Whether the gradient was finite; if not, weights and moments are unchanged.
  mutating func update(
    _ gradient: SlowWeights<Network>, rate: Double, innerRateScale: Double, limit: Double, learnsRates: Bool
  ) -> Bool {
    defer { step += 1 }
    guard let limited = gradient.limited(to: limit) else { return false }
    networkOptimizer.update(&slow.network, with: limited.network, rate: rate)
    partsOptimizer.update(&slow.parts, with: limited.parts, rate: rate)
    if learnsRates { ratesOptimizer.update(&slow.rates, with: limited.rates, rate: rate * innerRateScale) }
    average.update(with: slow)
    return true
  }

  /// The state as named tensors and counts, for a checkpoint.
  var stored: (tensors: [String: Tensor], counts: [String: Int]) {
    var tensors = slow.named(prefix: "slow.").merging(average.model.named(prefix: "average.")) { a, _ in a }
    for (key, value) in networkOptimizer.state { tensors["networkOptimizer." + key] = value }
    for (key, value) in ratesOptimizer.state { tensors["ratesOptimizer." + key] = value }
    for (key, value) in partsOptimizer.state { tensors["partsOptimizer." + key] = value }
    let counts = [
      "step": step, "networkSteps": networkOptimizer.step, "ratesSteps": ratesOptimizer.step,
      "partsSteps": partsOptimizer.step,
    ]
    return (tensors, counts)
  }

  /// Restores what `stored` gave; errors call it `name`.
  mutating func restore(_ stored: Safetensors, named name: String) throws {
    func count(_ key: String) throws -> Int {
      guard let number = stored.metadata[key].flatMap(Int.init) else {
        throw SafetensorsError(file: name, problem: "its metadata has no number \"\(key)\"")
      }
      return number
    }
    step = try count("step")
    slow = try stored.filling(slow, prefix: "slow.", named: name)
    average.model = try stored.filling(slow, prefix: "average.", named: name)
    try networkOptimizer.restore(
      stored.part("networkOptimizer."), step: count("networkSteps"), like: slow.network)
    try ratesOptimizer.restore(stored.part("ratesOptimizer."), step: count("ratesSteps"), like: slow.rates)
    try partsOptimizer.restore(stored.part("partsOptimizer."), step: count("partsSteps"), like: slow.parts)
  }
}

extension Safetensors {
  /// Returns the tensors whose names begin with `prefix`, without it.
  func part(_ prefix: String) -> Safetensors {
    let named = tensors.filter { $0.key.hasPrefix(prefix) }
    let pairs = named.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    return Safetensors(Dictionary(uniqueKeysWithValues: pairs))
  }
}

extension ParameterTree {
  /// Returns the gradient clipped to norm `limit`, or `nil` if it is not finite; 0 for no clipping.
  func limited(to limit: Double) -> Self? {
    let length = tensors.map { $0.converted(to: .float64).squared().sum() }
      .reduce(Tensor(0, dtype: .float64, device: tensors[0].device), +).squareRoot().item
    guard length.isFinite else { return nil }
    return limit > 0 && length > limit ? map { $0 * (limit / length) } : self
  }
}
