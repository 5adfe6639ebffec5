import MetaLearning
import Networks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct PublishedStepTests {
  private func fresh() throws -> (OuterState<TinyRecursiveModel>, PublishedStep) {
    let experiment = try Experiment.tiny("joint")
    let model = try Model.fresh(experiment)
    let step = try PublishedStep(
      experiment, FamilyTasks(experiment.tasks.families), network: model.slow.network, device: .cpu)
    return (OuterState(model.slow, optimizer: experiment.optimizer, average: experiment.emaDecay), step)
  }

  @Test func aRestoredStateGoesOnBitForBit() throws {
    var (outer, step) = try fresh()
    for _ in 0..<3 { _ = step.take(&outer, inStage: 0) }
    var (_, other) = try fresh()
    try other.restore(try Safetensors(decoding: Safetensors(step.state).encoded()))
    var copy = outer
    #expect(step.take(&outer, inStage: 0) == other.take(&copy, inStage: 0))
    #expect(Safetensors(step.state).encoded() == Safetensors(other.state).encoded())
  }

  @Test func aStepMovesVectorsOfItsRowsOnly() throws {
    var (outer, step) = try fresh()
    _ = step.take(&outer, inStage: 0)
    let moved = (0..<step.table.count).count { step.table.weight[$0].magnitude().sum().item > 0 }
    #expect(moved > 0 && moved <= 4, "four rows a step are of at most four tasks")
  }

  @Test func aStateOfOtherSizesIsRefused() throws {
    var (_, step) = try fresh()
    var state = step.state
    state["table.weight"] = .zeros([5, 16])
    #expect(throws: SafetensorsError.self) { try step.restore(Safetensors(state)) }
  }
}
