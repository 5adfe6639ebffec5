import Foundation
import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable), .tags(.slow), .timeLimit(.minutes(5))) struct LeakTests {
  /// In a process of its own, where no other test holds a tensor; with momentum, whose state is on the tape too.
  @Test func tenThousandMetaStepsOnTheTapeKeepNoTensor() async {
    await #expect(processExitsWith: .success) {
      keepsNothing(MAML(inner: InnerLoop(steps: 2, rule: .momentum, rate: 0.01)))
    }
  }

  @Test func norDoTenThousandWithoutOne() async {
    await #expect(processExitsWith: .success) { keepsNothing(Reptile(inner: InnerLoop(steps: 1, rate: 0.01))) }
  }
}

/// Takes meta-steps and expects as many handles, and about as much memory, after ten thousand as before.
private func keepsNothing(_ learner: some MetaLearner) {
  var generator = Generator(seed: 1)
  var slow = SlowWeights(MLP([1, 3, 1], using: &generator), inner: learner.inner)
  var optimizer = Optimizer<SlowWeights<MLP>>(OptimizerRule(.adamW))
  func batch() -> ExampleBatch {
    let inputs = Tensor.uniform([2, 4, 1], using: &generator)
    return ExampleBatch(inputs: inputs, targets: inputs.sin())
  }
  func steps(_ count: Int) {
    for _ in 0..<count {
      let episodes = EpisodeBatch(support: batch(), query: batch())
      let asked = learner.metaGradient(of: slow, on: episodes)
      optimizer.update(&slow, with: asked.gradient, rate: 1e-3)
    }
  }
  steps(1000)  // pools and caches fill
  let (handles, bytes) = (Tensor.liveCount, residentBytes())
  steps(10_000)
  #expect(Tensor.liveCount == handles)
  // Handles are what Swift holds; a tape that held itself would show here, at 100 bytes a step or more.
  if let bytes, let after = residentBytes() { #expect(after - bytes < 1_000_000, "grew by \(after - bytes) bytes") }
}

/// What the process has in memory, where the system says so.
private func residentBytes() -> Int? {
  guard let line = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
  return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 }
}
