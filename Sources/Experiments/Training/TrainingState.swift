internal import Foundation
internal import MetaLearning
internal import Networks
internal import Randomness
internal import Runs
internal import Tensors

/// Everything that a training step changes. Stored whole, so that a resumed run goes on bit for bit.
struct TrainingState: Sendable {
  /// Outer steps taken.
  var step = 0
  var slow: SlowWeights<TinyRecursiveModel>
  var average: MovingAverage<SlowWeights<TinyRecursiveModel>>
  var networkOptimizer: Optimizer<TinyRecursiveModel>
  var ratesOptimizer: Optimizer<InnerRates>
  /// The carries and the table of training as published.
  var joint: JointState?

  init(_ model: ModelFile) {
    slow = model.slow
    average = MovingAverage(of: model.slow, decay: model.configuration.average)
    networkOptimizer = Optimizer(model.configuration.optimizer)
    ratesOptimizer = Optimizer(model.configuration.optimizer)
  }

  /// One outer step against a meta-gradient.
  mutating func update(_ gradient: SlowWeights<TinyRecursiveModel>, _ configuration: TrainingConfiguration) {
    let rate = configuration.schedule.rate(at: step, of: configuration.totalSteps)
    let limited = gradient.limited(to: configuration.gradientLimit)
    networkOptimizer.update(&slow.network, with: limited.network, rate: rate)
    if configuration.inner.rates != .fixed {
      ratesOptimizer.update(&slow.rates, with: limited.rates, rate: rate * configuration.ratesMultiple)
    }
    average.update(with: slow)
    step += 1
  }

  /// What is measured and shipped: the moving average and, where tasks have vectors of their own, their mean for a new
  /// task.
  var evaluated: SlowWeights<TinyRecursiveModel> {
    var model = average.model
    model.network.initialHigh = slow.network.initialHigh
    model.network.initialLow = slow.network.initialLow
    if let joint { model.network.task = joint.table.mean }
    return model
  }

  /// The files of a checkpoint: the averaged model as it would be shipped, and the rest of the state.
  func files(_ configuration: TrainingConfiguration) throws -> [CheckpointFile] {
    let shipped = ModelFile(configuration: configuration, slow: evaluated)
    var tensors = slow.named(prefix: "slow.").merging(average.model.named(prefix: "average.")) { a, _ in a }
    for (key, value) in networkOptimizer.state { tensors["networkOptimizer." + key] = value }
    for (key, value) in ratesOptimizer.state { tensors["ratesOptimizer." + key] = value }
    for (key, value) in joint?.state ?? [:] { tensors["joint." + key] = value }
    let counts = ["step": step, "networkSteps": networkOptimizer.step, "ratesSteps": ratesOptimizer.step]
    return [
      CheckpointFile("model.safetensors", try shipped.encoded()),
      CheckpointFile(
        "state.safetensors", Safetensors(tensors, metadata: counts.mapValues { "\($0)" }).encoded()),
    ]
  }

  /// Takes up what `files` wrote. Only `model` and `state` of the same checkpoint go together.
  init(model: ModelFile, joint: JointState?, state data: Data, named name: String) throws {
    let stored = try Safetensors(decoding: data, named: name)
    func count(_ key: String) throws -> Int {
      guard let number = stored.metadata[key].flatMap(Int.init) else {
        throw SafetensorsError(file: name, problem: "its metadata has no number \"\(key)\"")
      }
      return number
    }
    func part(_ prefix: String) -> Safetensors {
      let named = stored.tensors.filter { $0.key.hasPrefix(prefix) }
      let pairs = named.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      return Safetensors(Dictionary(uniqueKeysWithValues: pairs))
    }
    self.init(model)
    step = try count("step")
    slow = try stored.filling(slow, prefix: "slow.", named: name)
    average.model = try stored.filling(slow, prefix: "average.", named: name)
    try networkOptimizer.restore(part("networkOptimizer."), step: count("networkSteps"), like: slow.network)
    try ratesOptimizer.restore(part("ratesOptimizer."), step: count("ratesSteps"), like: slow.rates)
    self.joint = joint
    try self.joint?.restore(part("joint."))
  }
}

extension ParameterTree {
  /// This gradient, shortened to `limit` where it is longer; 0 leaves it. One that is not finite becomes 0: a step
  /// that cannot be taken is left out rather than poisoning the weights.
  func limited(to limit: Double) -> Self {
    let length = tensors.map { $0.converted(to: .float64).squared().sum() }
      .reduce(Tensor(0, dtype: .float64, device: tensors[0].device), +).squareRoot().item
    guard length.isFinite else { return map { .zeros(like: $0) } }
    return limit > 0 && length > limit ? map { $0 * (limit / length) } : self
  }
}
