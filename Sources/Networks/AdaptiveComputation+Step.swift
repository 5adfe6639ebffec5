public import Randomness
public import Tensors

extension AdaptiveComputation {
  /// The result of one step of all slots.
  public struct Step: Sendable {
    /// The loss L.
    public let loss: Double
    /// The gradient ∇L; zeros for the model's own task vector, in whose place each slot has its row of the table.
    public let gradient: TinyRecursiveModel
    /// The gradient ∂L/∂(table row) of each slot, [slots, taskWidth], which with `tasks` is what `TaskTable.update`
    /// takes.
    public let taskGradient: Tensor
    /// The index of each slot's table row: [slots].
    public let tasks: Tensor
    /// The rows that this step finished.
    public let finished: Finished
  }

  /// The counts over halted rows; those that continue do not count.
  public struct Finished: Hashable, Sendable {
    /// The number of rows.
    public var count = 0
    /// The sum over the rows of the share of tokens that are right.
    public var tokenAccuracy = 0.0
    /// The number of rows that are right in every token.
    public var exact = 0
    /// The sum over the rows of their supervision steps.
    public var steps = 0
  }

  /// Runs one supervision step of every slot: new rows for the halted ones, loss, gradient, and which rows halt.
  ///
  /// The caller makes the optimizer step: `optimizer.update(&model, with: step.gradient, …)` and
  /// `table.update(at: step.tasks, with: step.taskGradient, …)`.
  public mutating func step(
    _ model: TinyRecursiveModel, _ table: TaskTable, fresh: Rows, using generator: inout Generator
  ) -> Step {
    let c = model.configuration
    withoutGradient { refill(model, with: fresh) }
    let (inputs, labels) = (rows.inputs.unsqueezed(1), rows.labels.unsqueezed(1))  // [slots, 1, length]
    var start = model
    start.task = table(rows.tasks)  // [slots, taskWidth]
    var found: (output: TinyRecursiveModel.Output, stepLoss: TinyRecursiveModel.StepLoss)?
    var (loss, gradient) = valueAndGradient(at: start) { model in
      let output = model(latents, input: model.embed(inputs, layout: layout), layout: layout)
      let stepLoss = TinyRecursiveModel.loss(of: output, labels: labels, crossEntropy: c.loss, haltWeight: c.haltWeight)
      found = (output, stepLoss)
      return stepLoss.loss.sum() / Double(slots)
    }
    let taskGradient = gradient.task
    gradient.task = .zeros(like: model.task)
    return withoutGradient {
      advance(to: found!.output, using: &generator)
      return Step(
        loss: loss.item, gradient: gradient, taskGradient: taskGradient, tasks: rows.tasks,
        finished: finished(found!.stepLoss))
    }
  }

  private func finished(_ stepLoss: TinyRecursiveModel.StepLoss) -> Finished {
    let done = halted.converted(to: .float32)
    return Finished(
      count: Int(done.sum().item), tokenAccuracy: (stepLoss.tokenAccuracy.reshaped(slots) * done).sum().item,
      exact: Int((stepLoss.isExact.reshaped(slots) .& halted).converted(to: .float32).sum().item),
      steps: Int((steps * halted.converted(to: .int64)).sum().item))
  }

  /// Returns the model's outputs after all `maximumSteps` supervision steps from its initial latents: nothing halts
  /// early.
  /// - Shapes: inputs [..., length].
  public func answer(of model: TinyRecursiveModel, to inputs: Tensor) -> TinyRecursiveModel.Output {
    withoutGradient {
      let x = model.embed(inputs, layout: layout)
      var output = model(model.start(Array(inputs.shape.dropLast()), length: layout.count), input: x, layout: layout)
      for _ in 1..<maximumSteps { output = model(output.latents, input: x, layout: layout) }
      return output
    }
  }
}
