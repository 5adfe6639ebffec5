import Networks
import Testing

@testable import Experiments

@Suite struct ExperimentComputeTests {
  @Test func operationsFollowWhatIsDone() throws {
    let one = try Experiment.tiny(steps: 8)
    var other = try Experiment.tiny(steps: 16)
    #expect(other.operations == 2 * one.operations && other.tasksSeen == 2 * one.tasksSeen && one.tasksSeen == 16)
    other = one
    other.metaBatch *= 3
    #expect(other.operations == 3 * one.operations)
    other = one
    // One low and one high update a cycle; four times as many passes with seven low ones.
    other.network.recursive.lowCycles = 7
    #expect(other.operations == 4 * one.operations)
    other = one
    other.learner = "fomaml"
    #expect(other.operations < one.operations && other.operations > 0)
  }
}
