internal import Randomness
internal import Requirements
public import Tensors

/// The published training of a `TinyRecursiveModel`: a slot keeps its row and its latents over several optimizer steps,
/// until the network's halting output says that its answer is right.
///
/// L = Σ over slots (mean CE + haltWeight · BCE) / slots, one supervision step of every slot;
/// halted ← steps ≥ maximum, or q > 0 and steps ≥ m, where m is 0 or, with probability ε, U{2 … maximum}.
///
/// A halted slot starts the next step anew: initial latents, no steps, the row that is offered to it. The others
/// continue with theirs, and what is offered to them is dropped.
/// - Source: the published TRM code, `TinyRecursiveReasoningModel_ACTV1.forward` with `no_ACT_continue`, and
///   `ACTLossHead`; the halting of Graves 2016, "Adaptive Computation Time", by a learned guess in place of a sum.
/// - Differs: nothing; q is `Output.halt`, and the minimum m is drawn anew at each step, as there.
/// - Shapes: below, with the slots as the model's task axis and one example a slot.
///
/// Its tensors are a tree, so that a checkpoint stores them as it stores a model's.
public struct AdaptiveComputation: ParameterTree {
  /// The largest number of supervision steps of a row; evaluation always takes all.
  public let maximumSteps: Int
  /// The exploration probability ε.
  public let exploration: Double
  /// The layout of the tokens of every row.
  public let layout: TokenLayout
  /// The states y and z of each slot: [slots, 1, prefix + length, width].
  public private(set) var latents: TinyRecursiveModel.Latents
  /// The number of supervision steps that each slot's row has had: [slots], int64.
  public private(set) var steps: Tensor
  /// Whether the next step starts anew: [slots].
  public private(set) var halted: Tensor
  /// The row of each slot.
  public private(set) var rows: Rows

  /// One row for each slot.
  public struct Rows: Sendable {
    /// The token ids: [slots, length], int64.
    public fileprivate(set) var inputs: Tensor
    /// The labels, `Loss.ignored` where nothing counts: [slots, length], int64.
    public fileprivate(set) var labels: Tensor
    /// The index of each row in the task table: [slots], int64.
    public fileprivate(set) var tasks: Tensor

    /// Creates rows of these tokens and tasks.
    public init(inputs: Tensor, labels: Tensor, tasks: Tensor) {
      require(
        inputs.rank == 2 && inputs.shape == labels.shape && tasks.shape == [inputs.size(0)],
        "rows need inputs and labels [slots, length] and tasks [slots], not \(inputs.shape), \(labels.shape), "
          + "\(tasks.shape)")
      (self.inputs, self.labels, self.tasks) = (inputs, labels, tasks)
    }
  }

  /// Creates slots that wait for their first row.
  public init(
    slots: Int, layout: TokenLayout, for configuration: TinyRecursiveConfiguration, maximumSteps: Int = 16,
    exploration: Double = 0.1, dtype: DType = .float32, device: Device = .cpu
  ) {
    require(maximumSteps >= 1, "a row needs at least 1 supervision step, not \(maximumSteps)")
    (self.maximumSteps, self.exploration, self.layout) = (maximumSteps, exploration, layout)
    let blank = Tensor.zeros(
      [slots, 1, configuration.prefix + layout.count, configuration.width], dtype: dtype, device: device)
    latents = .init(high: blank, low: blank)
    steps = .zeros([slots], dtype: .int64, device: device)
    halted = .ones([slots], dtype: .bool, device: device)
    let tokens = Tensor.zeros([slots, layout.count], dtype: .int64, device: device)
    rows = Rows(inputs: tokens, labels: tokens, tasks: .zeros([slots], dtype: .int64, device: device))
  }

  /// The number of rows in parallel.
  public var slots: Int { halted.count }

  /// Visits the carry: latents, steps, flags and rows.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("high", &latents.high)
    visitor.leaf("low", &latents.low)
    visitor.leaf("steps", &steps)
    visitor.leaf("halted", &halted)
    visitor.leaf("inputs", &rows.inputs)
    visitor.leaf("labels", &rows.labels)
    visitor.leaf("tasks", &rows.tasks)
  }

  /// The carry as named tensors, for a checkpoint.
  public var state: [String: Tensor] { named(prefix: "carry.") }

  /// Restores a stored carry.
  /// - Throws: `SafetensorsError` if it is of other slots or another layout.
  public mutating func restore(_ stored: Safetensors) throws(SafetensorsError) {
    self = try stored.filling(self, prefix: "carry.", named: "carry")
  }
}

extension AdaptiveComputation {
  /// Gives every halted slot its initial latents and the row that is offered to it.
  mutating func refill(_ model: TinyRecursiveModel, with fresh: Rows) {
    require(
      fresh.inputs.shape == rows.inputs.shape,
      "fresh rows \(fresh.inputs.shape) for slots and tokens \(rows.inputs.shape): offer one row a slot")
    func chosen(_ new: Tensor, _ old: Tensor) -> Tensor {
      let mask = halted.reshaped([slots] + Array(repeating: 1, count: old.rank - 1))
      return mask.select(new.moved(to: old.device), else: old)
    }
    let start = model.start([slots, 1], length: layout.count)
    latents.high = chosen(start.high.converted(to: latents.high.dtype), latents.high)
    latents.low = chosen(start.low.converted(to: latents.low.dtype), latents.low)
    steps = chosen(.zeros(like: steps), steps)
    rows = Rows(
      inputs: chosen(fresh.inputs, rows.inputs), labels: chosen(fresh.labels, rows.labels),
      tasks: chosen(fresh.tasks, rows.tasks))
  }

  /// Stores the result of a supervision step and decides which slots are done.
  mutating func advance(to output: TinyRecursiveModel.Output, using generator: inout Generator) {
    latents = output.latents.detached
    steps = steps + 1
    // Every slot draws both numbers, so that the stream does not depend on the draws.
    let least = (0..<slots).map { _ in
      let explores = generator.bernoulli(exploration)
      let drawn = generator.integer(in: 2..<max(maximumSteps + 1, 3))
      return explores ? min(drawn, maximumSteps) : 0
    }
    let stops = output.halt.detached().reshaped(slots) .> 0
    let explored = steps .>= Tensor(least, device: steps.device)
    halted = (steps .>= Double(maximumSteps)) .| (stops .& explored)
  }
}
