internal import Foundation
public import Randomness

/// The tasks and the inner loop that a network is made for.
public struct NetworkRequest: Sendable {
  /// The format of the examples.
  public let format: TaskFormat
  /// The number of steps of the inner loop, for norms with parameters of each step.
  public let innerSteps: Int
  /// Tasks that adapt at once.
  public let tasks: Int
  /// The seed of the weights.
  public let seed: UInt64

  /// Creates a request for a network of this format.
  public init(_ format: TaskFormat, innerSteps: Int = 1, tasks: Int = 1, seed: UInt64 = 1) {
    (self.format, self.innerSteps, self.tasks, self.seed) = (format, innerSteps, tasks, seed)
  }

  /// The generator that weights are drawn from.
  public var weights: Generator { Generator(seed: seed).child("weights") }

  /// Returns the refusal of tasks that a network does not read.
  func unreadable(by network: String, reads: String, instead: String) -> ConfigurationError {
    ConfigurationError(
      key: "network.kind",
      problem: "\(network) reads \(reads), and these tasks are \(format.summary); choose \(instead)")
  }
}

extension NetworkRequest {
  /// The generator of a learner's own weights, apart from the network's.
  var parts: Generator { Generator(seed: seed).child("parts") }

  /// Refuses a network whose training does not fit into memory, before anything is allocated: weights, gradient, average
  /// and two moments, and for each task that adapts at once its own weights, their gradient and that of the step.
  func checkSize(weights: Double) throws(ConfigurationError) {
    let bytes = 4 * weights * Double(5 + 3 * tasks)
    let memory = Double(ProcessInfo.processInfo.physicalMemory)
    guard bytes <= memory else {
      func gigabytes(_ bytes: Double) -> String { String(format: "%.1f GB", bytes / 1e9) }
      throw ConfigurationError(
        key: "network",
        problem:
          "about \(Int(weights)) weights and \(tasks) tasks at once take \(gigabytes(bytes)), and this machine has "
          + "\(gigabytes(memory)); choose smaller widths or a smaller metaBatch")
    }
  }
}
