import Tensors
import Testing

@Suite struct MetaGradientMLPTests {
  /// The query gradient through the inner steps at parameters and logarithms, with each inner gradient a constant to
  /// first order.
  private func taped(_ world: RegressionTasks, secondOrder: Bool) -> (loss: Double, gradients: [Tensor]) {
    withGradient {
      let slow = world.parameters.map { $0.leaf() }
      let logarithms = world.logarithms.map { $0.leaf() }
      let losses = (0..<world.tasks).map { task in
        var fast = slow
        for step in world.shares.indices {
          let g =
            secondOrder
            ? gradients(of: [world.loss(task, fast, on: world.support)], at: fast, createGraph: true)
            : world.gradient(task, fast.map { $0.detached() }, on: world.support)
          let rates = world.rates(logarithms, step)
          fast = fast.indices.map { fast[$0] - rates[$0] * g[$0] }
        }
        return world.loss(task, fast, on: world.query)
      }
      let mean = Tensor.stack(losses).mean()
      return (mean.item, gradients(of: [mean], at: slow + logarithms))
    }
  }

  private func own(_ world: RegressionTasks, secondOrder: Bool) throws -> (loss: Double, gradients: [Tensor]) {
    try #require(
      multilayerMetaGradient(
        parameters: world.parameters, logarithms: world.logarithms, shares: world.shares, support: world.support,
        query: world.query, secondOrder: secondOrder))
  }

  @Test(
    arguments: [(DType.float64, 1e-11), (.float32, 1e-5)], [[1, 24, 16, 1], [3, 9, 2], [2, 5], [4, 17, 8, 11, 3]])
  func bothOrdersAreWhatTheTapeFinds(_ kind: (DType, Double), widths: [Int]) throws {
    for steps in [0, 1, 3] {
      let world = RegressionTasks(widths, steps: steps, rate: 0.05, dtype: kind.0)
      for secondOrder in [false, true] {
        let (found, expected) = (try own(world, secondOrder: secondOrder), taped(world, secondOrder: secondOrder))
        #expect(abs(found.loss - expected.loss) <= kind.1 * expected.loss)
        #expect(relativeError(found.gradients, expected.gradients) < kind.1, "\(steps) steps, \(secondOrder)")
      }
    }
  }

  @Test func theOrdersDifferByCurvatureAlone() throws {
    let leaves = 4
    for steps in [0, 1, 2] {
      let world = RegressionTasks([2, 9, 1], steps: steps, rate: 0.05)
      let (first, second) = (try own(world, secondOrder: false), try own(world, secondOrder: true))
      #expect(first.loss == second.loss)
      let parameters = relativeError(
        Array(first.gradients.prefix(leaves)), Array(second.gradients.prefix(leaves)))
      #expect(steps == 0 ? parameters == 0 : parameters > 1e-3)
      // The last step's rate moves θ_K along a constant: −g·v is its whole derivative.
      let rates = relativeError(Array(first.gradients.suffix(leaves)), Array(second.gradients.suffix(leaves)))
      if steps == 1 { #expect(rates < 1e-14) }
      if steps == 2 { #expect(rates > 1e-4) }
    }
  }

  @Test func itRefusesOtherForms() {
    let world = RegressionTasks([2, 9, 1], steps: 1, rate: 0.05)
    func found(_ parameters: [Tensor], _ logarithms: [Tensor]) -> Bool {
      multilayerMetaGradient(
        parameters: parameters, logarithms: logarithms, shares: world.shares, support: world.support,
        query: world.query) != nil
    }
    #expect(found(world.parameters, world.logarithms))
    #expect(!found(world.parameters.map { $0.converted(to: .float32) }, world.logarithms))
    #expect(!found(world.parameters.map { $0.unsqueezed(0) }, world.logarithms))
    #expect(!found(Array(world.parameters.dropLast()), Array(world.logarithms.dropLast())))
    #expect(!found([], []))
  }
}
