import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@testable import Experiments

@Suite struct JointStateTests {
  private func fresh() throws -> (TrainingConfiguration, EpisodeSampler, ModelFile, JointState) {
    let configuration = try TrainingConfiguration.tiny("joint")
    let sampler = try EpisodeSampler(configuration.sources)
    let model = try ModelFile.fresh(configuration)
    let joint = JointState(
      configuration, sampler, network: model.slow.network, device: .cpu, using: Generator(seed: 1).child("tasks"))
    return (configuration, sampler, model, joint)
  }

  @Test func aRestoredStateGoesOnBitForBit() throws {
    var (configuration, _, model, joint) = try fresh()
    var generator = Generator(seed: 9)
    for _ in 0..<3 {
      _ = joint.step(0, model.slow.network, configuration.joint, rateShare: 1, using: &generator)
    }
    var (_, _, _, other) = try fresh()
    try other.restore(try Safetensors(decoding: Safetensors(joint.state).encoded()))
    var copy = generator
    let first = joint.step(0, model.slow.network, configuration.joint, rateShare: 1, using: &generator)
    let second = other.step(0, model.slow.network, configuration.joint, rateShare: 1, using: &copy)
    #expect(first.loss == second.loss)
    #expect(Safetensors(joint.state).encoded() == Safetensors(other.state).encoded())
  }

  @Test func aStepMovesTheVectorsOfItsTasksOnly() throws {
    var (configuration, _, model, joint) = try fresh()
    configuration.joint.slots = 4
    var generator = Generator(seed: 2)
    let step = joint.step(0, model.slow.network, configuration.joint, rateShare: 1, using: &generator)
    let touched = Set(step.tasks.scalars(Int.self))
    for row in 0..<joint.table.count {
      let moved = joint.table.weight[row].magnitude().sum().item > 0
      #expect(moved == touched.contains(row), "row \(row)")
    }
  }

  @Test func aStateOfOtherSizesIsRefused() throws {
    var (_, _, _, joint) = try fresh()
    var state = joint.state
    state["table.weight"] = .zeros([5, 16])
    #expect(throws: SafetensorsError.self) { try joint.restore(Safetensors(state)) }
  }
}
