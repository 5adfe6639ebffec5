import Tensors
import Testing

@Suite struct ImplicitGradientMLPTests {
  private func own(
    _ world: RegressionTasks, regularization: Double, solverSteps: Int
  ) throws -> (loss: Double, gradients: [Tensor]) {
    try #require(
      multilayerImplicitGradient(
        parameters: world.parameters, logarithms: world.logarithms, shares: world.shares,
        regularization: regularization, solverSteps: solverSteps, support: world.support, query: world.query))
  }

  /// Conjugate gradients for (I + H / λ)⁻¹ · b with H from the tape; true when they ended at a direction without
  /// positive curvature.
  private func solved(
    _ world: RegressionTasks, _ task: Int, at end: [Tensor], _ lambda: Double, _ steps: Int
  ) -> (solution: [Tensor], ended: Bool) {
    func dot(_ a: [Tensor], _ b: [Tensor]) -> Double { zip(a, b).map { ($0 * $1).total() }.reduce(0, +) }
    func damped(_ v: [Tensor]) -> [Tensor] {
      withGradient {
        let leaves = end.map { $0.leaf() }
        let g = gradients(of: [world.loss(task, leaves, on: world.support)], at: leaves, createGraph: true)
        let projected = zip(g, v).map { ($0 * $1).sum() }.reduce(Tensor(0, dtype: .float64), +)
        return zip(v, gradients(of: [projected], at: leaves)).map { $0 + $1.detached() * (1 / lambda) }
      }
    }
    var r = world.gradient(task, end, on: world.query)
    var (x, p) = (r.map { Tensor.zeros(like: $0) }, r)
    for step in 0..<steps {
      let product = damped(p)
      let bend = dot(p, product)
      guard bend > 0 else { return (step == 0 ? r : x, true) }
      let square = dot(r, r)
      x = zip(x, p).map { $0 + $1 * (square / bend) }
      r = zip(r, product).map { $0 - $1 * (square / bend) }
      p = zip(r, p).map { $0 + $1 * (dot(r, r) / square) }
    }
    return (x, false)
  }

  @Test(
    arguments: [[1, 24, 16, 1], [3, 9, 2], [2, 5], [4, 17, 8, 11, 3]], [(2.0, 0.05, false), (0.02, 0.02, true)])
  func itIsWhatTheTapeFinds(_ widths: [Int], _ kind: (regularization: Double, rate: Double, ends: Bool)) throws {
    let world = RegressionTasks(widths, steps: 4, rate: kind.rate, tasks: 6)
    let ends = (0..<world.tasks).map { world.adapted($0, regularization: kind.regularization) }
    let solutions = ends.indices.map { solved(world, $0, at: ends[$0], kind.regularization, 5) }
    let found = try own(world, regularization: kind.regularization, solverSteps: 5)
    #expect(relativeError(found.gradients, world.mean { solutions[$0].solution }) < 1e-9)
    let loss = world.queryLoss { ends[$0] }
    #expect(abs(found.loss - loss) <= 1e-11 * loss)
    // A linear model's loss is convex; a weak pull does not make that of a deeper one so.
    #expect(solutions.contains { $0.ended } == (kind.ends && widths.count > 2))
  }

  @Test func atTheMinimumOfAQuadraticItIsFiniteDifferences() throws {
    var world = RegressionTasks([2, 3], steps: 300, rate: 0.2)
    world.shares = world.shares.map { _ in 1 }
    func found(_ parameters: [Tensor]) throws -> (loss: Double, gradients: [Tensor]) {
      var moved = world
      moved.parameters = parameters
      return try own(moved, regularization: 2, solverSteps: 9)
    }
    let gradients = try found(world.parameters).gradients
    for leaf in world.parameters.indices {
      let numeric = finiteDifferences(at: world.parameters[leaf]) { point in
        var parameters = world.parameters
        parameters[leaf] = point
        return Tensor((try? found(parameters).loss) ?? .nan, dtype: .float64)
      }
      #expect(distance(gradients[leaf], numeric) < 1e-8)
    }
  }

  @Test func anEndlessPullLeavesJointTraining() throws {
    let world = RegressionTasks([2, 9, 1], steps: 5, rate: 1e-13)
    let found = try own(world, regularization: 1e12, solverSteps: 3)
    let joint = world.mean { world.gradient($0, world.parameters, on: world.query) }
    #expect(relativeError(found.gradients, joint) < 1e-10)
  }

  @Test func singlePrecisionFollowsDouble() throws {
    var world = RegressionTasks([1, 24, 16, 1], steps: 16, rate: 0.05)
    let double = try own(world, regularization: 2, solverSteps: 3)
    func single(_ x: Tensor) -> Tensor { x.converted(to: .float32) }
    (world.parameters, world.logarithms) = (world.parameters.map(single), world.logarithms.map(single))
    world.support = (single(world.support.inputs), single(world.support.targets))
    world.query = (single(world.query.inputs), single(world.query.targets))
    // Further steps of conjugate gradients amplify rounding: the largest eigenvalue, once found, comes back.
    #expect(relativeError(try own(world, regularization: 2, solverSteps: 3).gradients, double.gradients) < 1e-4)
  }
}
