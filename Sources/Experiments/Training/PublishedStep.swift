internal import MetaLearning
internal import Networks
internal import Randomness
internal import Tasks
internal import Tensors

/// The outer step of TRM's published joint training: fixed tasks, a learned vector for each, and the carries of the
/// current rows, one for each source because its canvas is its own.
struct PublishedStep: OuterStep {
  /// The task vectors, of all sources one after another.
  var table: TaskTable
  private var carries: [AdaptiveComputation]
  private let experiment: Experiment
  private let sampler: EpisodeSampler
  private let tasks: [[Task]]
  private let views: [[Augmentation]]
  private let canvases: [Canvas]

  /// Draws the tasks, which are a function of the generator, so that only vectors and carries need storing.
  init(_ experiment: Experiment, _ distribution: FamilyTasks, network: TinyRecursiveModel, device: Device) {
    let (sampler, configuration) = (distribution.sampler, experiment.joint)
    (self.experiment, self.sampler) = (experiment, sampler)
    let generator = Generator(seed: experiment.seed).child("tasks")
    var tasks: [[Task]] = []
    var views: [[Augmentation]] = []
    var canvases: [Canvas] = []
    for (index, (source, families)) in sampler.sources.enumerated() {
      var stream = generator.child(index)
      var own: [Task] = []
      var ownViews: [Augmentation] = []
      for number in 0..<configuration.tasks {
        let task = families[number % families.count].task(in: .metaTrain, using: &stream)
        own.append(task)
        let sample = task.episode(support: 1, query: 1, using: &stream)
        ownViews.append(source.augment ? .random(for: sample, using: &stream) : .identity)
      }
      tasks.append(own)
      views.append(ownViews)
      let sides = families.map(\.canvas).reduce(Canvas(height: 1, width: 1)) { $0.union($1) }
      // A rotated grid needs the larger side in both directions.
      let turns = source.augment && sides.height > 1
      let side = max(sides.height, sides.width)
      canvases.append(turns ? Canvas(height: side, width: side) : sides)
    }
    (self.tasks, self.views, self.canvases) = (tasks, views, canvases)
    table = TaskTable(
      count: tasks.count * configuration.tasks, width: network.configuration.taskWidth, device: device)
    carries = canvases.map {
      AdaptiveComputation(
        slots: configuration.slots, layout: TokenLayout(height: $0.height, width: $0.width),
        for: network.configuration,
        maximumSteps: configuration.maximumSteps, exploration: configuration.exploration,
        device: device)
    }
  }

  /// Returns one new example for each slot, of tasks drawn uniformly from a source.
  private func rows(of source: Int, slots: Int, using generator: inout Generator) -> AdaptiveComputation.Rows {
    var inputs: [Int32] = []
    var labels: [Int32] = []
    var index: [Int] = []
    let canvas = canvases[source]
    for _ in 0..<slots {
      let number = generator.integer(in: 0..<tasks[source].count)
      let view = views[source][number]
      let example = tasks[source][number].example(&generator)
      inputs += canvas.encode(view.apply(to: example.input))
      labels += canvas.labels(view.apply(to: example.output))
      index.append(source * tasks[source].count + number)
    }
    let device = table.weight.device
    return AdaptiveComputation.Rows(
      inputs: Tensor(inputs, shape: [slots, canvas.count], device: device).converted(to: .int64),
      labels: Tensor(labels, shape: [slots, canvas.count], device: device).converted(to: .int64),
      tasks: Tensor(index, device: device))
  }

  /// Takes one supervision step of every slot of a source, with the table's own update.
  mutating func take(_ outer: inout OuterState<TinyRecursiveModel>, inStage index: Int) -> OuterLoss {
    let configuration = experiment.joint
    var generator = Generator(seed: experiment.seed).child("rows").child(outer.step)
    let source = sampler.pick(experiment.stages[index].sourceWeights, using: &generator)
    let rateShare = experiment.schedule.rate(at: outer.step, of: experiment.totalSteps) / experiment.schedule.peak
    let fresh = rows(of: source, slots: configuration.slots, using: &generator)
    let step = carries[source].step(outer.slow.network, table, fresh: fresh, using: &generator)
    table.update(
      at: step.tasks, with: step.taskGradient, rate: configuration.taskRate * rateShare,
      weightDecay: configuration.taskDecay)
    var gradient = outer.slow.map { .zeros(like: $0) }
    gradient.network = step.gradient
    let isTaken = outer.update(gradient, experiment, learnsRates: experiment.inner.rates != .fixed)
    return OuterLoss(query: step.loss, isTaken: isTaken)
  }

  /// Returns the weights with the mean of the vectors for a new task.
  func evaluated(_ slow: SlowWeights<TinyRecursiveModel>) -> SlowWeights<TinyRecursiveModel> {
    var slow = slow
    slow.network.task = table.mean
    return slow
  }

  /// The vectors and carries by name.
  var state: [String: Tensor] {
    var tensors = table.named(prefix: "table.")
    for (index, carry) in carries.enumerated() {
      for (key, value) in carry.state { tensors["\(index)." + key] = value }
    }
    return tensors
  }

  /// Restores what `state` gave.
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
