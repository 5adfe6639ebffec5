import Randomness
import Tensors

/// A ReLU network and regression tasks of random numbers, and what a tape makes of them, one task after another.
struct RegressionTasks {
  var parameters: [Tensor] = []
  var logarithms: [Tensor] = []
  var shares: [Double]
  var support: (inputs: Tensor, targets: Tensor)
  var query: (inputs: Tensor, targets: Tensor)
  let tasks: Int

  /// Rates near `rate`, one vector of one or two steps for each leaf.
  init(_ widths: [Int], steps: Int, rate: Double, tasks: Int = 4, dtype: DType = .float64, seed: UInt64 = 1) {
    var generator = Generator(seed: seed)
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      let deviation = 1 / Double(inputs).squareRoot()
      parameters.append(.normal([outputs, inputs], dtype: dtype, using: &generator) * deviation)
      parameters.append(.normal([outputs], dtype: dtype, using: &generator) * 0.1)
      logarithms += (1...2).map { .uniform([$0], low: -0.3, high: 0, dtype: dtype, using: &generator) }
    }
    logarithms = logarithms.map { $0 + Tensor(rate, dtype: dtype).log() }
    shares = (0..<steps).map { 1 - 0.1 * Double($0 % 5) }
    func examples(_ count: Int) -> (inputs: Tensor, targets: Tensor) {
      (
        .normal([tasks, count, widths[0]], dtype: dtype, using: &generator),
        .normal([tasks, count, widths[widths.count - 1]], dtype: dtype, using: &generator)
      )
    }
    support = examples(10)
    query = examples(13)
    self.tasks = tasks
  }

  /// The mean squared error on one task.
  func loss(_ task: Int, _ parameters: [Tensor], on examples: (inputs: Tensor, targets: Tensor)) -> Tensor {
    var x = examples.inputs[task]
    for layer in stride(from: 0, to: parameters.count, by: 2) {
      x = x.matmul(parameters[layer].transposed()) + parameters[layer + 1]
      if layer + 2 < parameters.count { x = x.relu() }
    }
    return (x - examples.targets[task]).squared().mean()
  }

  /// α of each leaf at a step.
  func rates(_ logarithms: [Tensor], _ step: Int) -> [Tensor] {
    logarithms.map { $0.selected(0, min(step, $0.size(0) - 1)).exp() * shares[step] }
  }

  /// ∇L of one task off the tape.
  func gradient(_ task: Int, _ parameters: [Tensor], on examples: (inputs: Tensor, targets: Tensor)) -> [Tensor] {
    withGradient {
      let leaves = parameters.map { $0.leaf() }
      return gradients(of: [loss(task, leaves, on: examples)], at: leaves)
    }
  }

  /// Where the steps of one task lead, each along ∇L + λ (φ − θ).
  func adapted(_ task: Int, regularization: Double = 0) -> [Tensor] {
    shares.indices.reduce(parameters) { fast, step in
      let gradient = gradient(task, fast, on: support)
      let rates = rates(logarithms, step)
      return fast.indices.map {
        fast[$0] - rates[$0] * (gradient[$0] + regularization * (fast[$0] - parameters[$0]))
      }
    }
  }

  /// The mean over the tasks, leaf by leaf.
  func mean(_ leaves: (Int) -> [Tensor]) -> [Tensor] {
    let all = (0..<tasks).map(leaves)
    return all[0].indices.map { leaf in Tensor.stack(all.map { $0[leaf] }).mean(0) }
  }

  /// The mean query loss at parameters of each task's own.
  func queryLoss(_ parameters: (Int) -> [Tensor]) -> Double {
    (0..<tasks).map { loss($0, parameters($0), on: query).item }.reduce(0, +) / Double(tasks)
  }
}

/// The largest difference of two lists of tensors, as a share of the largest element of the second.
func relativeError(_ a: [Tensor], _ b: [Tensor]) -> Double {
  guard a.count == b.count else { return .infinity }
  let size = b.map { $0.magnitude().max().item }.max() ?? 1
  return zip(a, b).map { distance($0, $1) }.max()! / size
}
