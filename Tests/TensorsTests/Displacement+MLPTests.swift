import Tensors
import Testing

@Suite struct DisplacementMLPTests {
  private func own(_ world: RegressionTasks) throws -> (loss: Double, displacement: [Tensor]) {
    try #require(
      multilayerDisplacement(
        parameters: world.parameters, logarithms: world.logarithms, shares: world.shares, support: world.support,
        query: world.query))
  }

  @Test(
    arguments: [(DType.float64, 1e-11), (.float32, 2e-5)], [[1, 24, 16, 1], [3, 9, 2], [2, 5], [4, 17, 8, 11, 3]])
  func itIsTheStartLessTheMeanOfTheEnds(_ kind: (DType, Double), widths: [Int]) throws {
    for steps in [1, 5] {
      let world = RegressionTasks(widths, steps: steps, rate: 0.05, dtype: kind.0)
      let ends = (0..<world.tasks).map { world.adapted($0) }
      let found = try own(world)
      let expected = zip(world.parameters, world.mean { ends[$0] }).map { $0 - $1 }
      #expect(relativeError(found.displacement, expected) < kind.1)
      let loss = world.queryLoss { ends[$0] }
      #expect(abs(found.loss - loss) <= kind.1 * loss)
    }
  }

  @Test func noStepLeadsNowhere() throws {
    let world = RegressionTasks([2, 9, 1], steps: 0, rate: 0.05)
    let found = try own(world)
    #expect(found.displacement.allSatisfy { $0.magnitude().max().item == 0 })
    #expect(abs(found.loss - world.queryLoss { _ in world.parameters }) < 1e-13)
  }

  @Test func oneStepIsTheRateTimesTheGradientOfJointTraining() throws {
    var world = RegressionTasks([2, 9, 1], steps: 1, rate: 0.05)
    let found = try own(world)
    (world.query, world.shares) = (world.support, [])
    let joint = try #require(
      multilayerMetaGradient(
        parameters: world.parameters, logarithms: world.logarithms, shares: [], support: world.support,
        query: world.query))
    world.shares = [1]
    let expected = zip(world.rates(world.logarithms, 0), joint.gradients).map { $0 * $1 }
    #expect(relativeError(found.displacement, expected) < 1e-13)
  }
}
