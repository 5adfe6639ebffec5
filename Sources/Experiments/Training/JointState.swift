internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

/// What training as published keeps beside the weights: fixed tasks, a learned vector for each, and the carries of the
/// rows that are being worked on, one carry a source because its canvas is its own.
struct JointState: Sendable {
  /// The vectors, of all sources one after another.
  var table: TaskTable
  private var carries: [AdaptiveComputation]
  private let tasks: [[Task]]
  private let looks: [[Augmentation]]
  private let canvases: [Canvas]

  /// Draws the tasks; they are a function of the generator, so only vectors and carries need storing.
  init(
    _ configuration: TrainingConfiguration, _ sampler: EpisodeSampler, network: TinyRecursiveModel, device: Device,
    using generator: Generator
  ) {
    var tasks: [[Task]] = []
    var looks: [[Augmentation]] = []
    var canvases: [Canvas] = []
    for (index, (source, families)) in sampler.sources.enumerated() {
      var stream = generator.child(index)
      var own: [Task] = []
      var ownLooks: [Augmentation] = []
      for number in 0..<configuration.joint.tasks {
        let task = families[number % families.count].task(in: .metaTrain, using: &stream)
        own.append(task)
        let sample = task.episode(support: 1, query: 1, using: &stream)
        ownLooks.append(source.augment ? .random(for: sample, using: &stream) : .identity)
      }
      tasks.append(own)
      looks.append(ownLooks)
      let sides = families.map(\.canvas).reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
      // A turned grid needs the larger side both ways.
      let turns = source.augment && sides.height > 1
      let side = max(sides.height, sides.width)
      canvases.append(turns ? Canvas(height: side, width: side) : sides)
    }
    (self.tasks, self.looks, self.canvases) = (tasks, looks, canvases)
    table = TaskTable(
      count: tasks.count * configuration.joint.tasks, width: network.configuration.taskWidth, device: device)
    carries = canvases.map {
      AdaptiveComputation(
        slots: configuration.joint.slots, layout: TokenLayout(height: $0.height, width: $0.width),
        for: network.configuration,
        maximumSteps: configuration.joint.maximumSteps, exploration: configuration.joint.exploration,
        device: device)
    }
  }

  /// One fresh example a slot, of tasks drawn uniformly from a source.
  private func rows(of source: Int, slots: Int, using generator: inout Generator) -> AdaptiveComputation.Rows {
    var inputs: [Int32] = []
    var labels: [Int32] = []
    var index: [Int] = []
    let canvas = canvases[source]
    for _ in 0..<slots {
      let number = generator.integer(in: 0..<tasks[source].count)
      let look = looks[source][number]
      let example = tasks[source][number].example(&generator)
      inputs += canvas.encode(look.apply(to: example.input))
      labels += canvas.labels(look.apply(to: example.output))
      index.append(source * tasks[source].count + number)
    }
    let device = table.weight.device
    return AdaptiveComputation.Rows(
      inputs: Tensor(inputs, shape: [slots, canvas.count], device: device).converted(to: .int64),
      labels: Tensor(labels, shape: [slots, canvas.count], device: device).converted(to: .int64),
      tasks: Tensor(index, device: device))
  }

  /// One supervision step of every slot of a source, with the table's own update.
  mutating func step(
    _ source: Int, _ network: TinyRecursiveModel, _ configuration: JointConfiguration, rateShare: Double,
    using generator: inout Generator
  ) -> AdaptiveComputation.Step {
    let fresh = rows(of: source, slots: configuration.slots, using: &generator)
    let step = carries[source].step(network, table, fresh: fresh, using: &generator)
    table.update(
      at: step.tasks, with: step.taskGradient, rate: configuration.taskRate * rateShare,
      weightDecay: configuration.taskDecay)
    return step
  }

  /// Vectors and carries by name.
  var state: [String: Tensor] {
    var tensors = table.named(prefix: "table.")
    for (index, carry) in carries.enumerated() {
      for (key, value) in carry.state { tensors["\(index)." + key] = value }
    }
    return tensors
  }

  /// Takes up what `state` gave.
  mutating func restore(_ stored: Safetensors) throws {
    table = try stored.filling(table, prefix: "table.", named: "training state")
    for index in carries.indices {
      let prefix = "\(index)."
      let part = stored.tensors.filter { $0.key.hasPrefix(prefix) }
      let pairs = part.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      try carries[index].restore(Safetensors(Dictionary(uniqueKeysWithValues: pairs)))
    }
  }
}

extension TrainingState {
  /// One step of training as published; its loss, and whether its gradient could be taken.
  mutating func jointStep(
    _ configuration: TrainingConfiguration, _ stage: TrainingStage, _ sampler: EpisodeSampler, _ generator: Generator
  ) -> (loss: Double, isTaken: Bool) {
    var generator = generator
    let source = sampler.pick(stage.sourceWeights, using: &generator)
    let schedule = configuration.schedule
    let share = schedule.rate(at: step, of: configuration.totalSteps) / schedule.peak
    let result = joint!.step(source, slow.network, configuration.joint, rateShare: share, using: &generator)
    var gradient = slow.map { .zeros(like: $0) }
    gradient.network = result.gradient
    return (result.loss, update(gradient, configuration, learnsRates: configuration.inner.rates != .fixed))
  }
}
