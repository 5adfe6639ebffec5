internal import Networks
internal import Synchronization
internal import Tensors

/// A record of the support losses of inner loops before each step, which the inner loop lowers.
final class SupportLosses: Sendable {
  /// The record of the current scope, or `nil` if there is none.
  @TaskLocal static var current: SupportLosses?

  private let found = Mutex<[Int: (sum: Double, count: Int)]>([:])

  /// Adds the loss of each task, [tasks], before a step.
  func add(_ losses: Tensor, before step: Int) {
    let values = losses.detached().converted(to: .float64).scalars(Double.self)
    found.withLock {
      let (sum, count) = $0[step] ?? (0, 0)
      $0[step] = (sum + values.reduce(0, +), count + values.count)
    }
  }

  /// The mean over tasks before the first step, the second, ….
  var means: [Double] {
    found.withLock { found in found.sorted { $0.key < $1.key }.map { $0.value.sum / Double($0.value.count) } }
  }
}

/// Returns the result of a body, and the mean support loss that its inner loops found before each of their steps: that
/// of the start first. Empty for a method without steps.
public func withSupportLosses<Result>(_ body: () throws -> Result) rethrows -> (result: Result, support: [Double]) {
  let losses = SupportLosses()
  let result = try SupportLosses.$current.withValue(losses, operation: body)
  return (result, losses.means)
}
