import Foundation
import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

/// Least squares, y = x · w: its loss is a quadratic of w.
private struct LeastSquares: AdaptableNetwork {
  var w: Tensor
  mutating func visit(_ visitor: inout ParameterVisitor) { visitor.leaf("w", &w) }
  func outputs(on batch: ExampleBatch) -> Tensor {
    batch.inputs.matmul(w.rank == 2 ? w.unsqueezed(-1) : w.reshaped(1, -1, 1))
  }
  func losses(on batch: ExampleBatch) -> Tensor { batch.losses(of: outputs(on: batch)) }
}

@Suite(.enabled(if: Torch.isAvailable)) struct ImplicitMAMLTests {
  private let episodes: EpisodeBatch<ExampleBatch>
  private let network: LeastSquares

  init() {
    var generator = Generator(seed: 3)
    func batch() -> ExampleBatch {
      ExampleBatch(
        inputs: .normal([2, 6, 3], dtype: .float64, using: &generator),
        targets: .normal([2, 6, 1], dtype: .float64, using: &generator))
    }
    episodes = EpisodeBatch(support: batch(), query: batch())
    network = LeastSquares(w: Tensor([0.5, -1.0, 2.0]))
  }

  private func learner(
    steps: Int, on anatomy: Anatomy? = nil, leaves: LeafPattern = .everything, rate: Double = 0.05,
    _ change: (inout ImplicitMAMLOptions) -> Void = { _ in }
  ) throws -> ImplicitMAML {
    var request = LearnerRequest(
      InnerLoop(steps: steps, rate: rate, leaves: leaves), on: anatomy ?? network.anatomy)
    change(&request.options.implicit)
    return try ImplicitMAML(request)
  }

  /// A and b of the loss ½ w·A w − b·w + … of each task.
  private func quadratic(_ batch: ExampleBatch) -> [(a: Matrix, b: [Double])] {
    (0..<batch.tasks).map { task in
      let x = batch.inputs[task]
      let scale = 2 / Double(batch.examples)
      return (
        Matrix((x.transposed().matmul(x) * scale)),
        (x.transposed().matmul(batch.targets[task]) * scale).flattened().scalars()
      )
    }
  }

  @Test("on a quadratic it is λ (H + λ I)⁻¹ ∇L(query, (H + λ I)⁻¹ (b + λ θ))", arguments: [0.5, 2.0, 20.0])
  func closedForm(proximal: Double) throws {
    let theta: [Double] = network.w.scalars()
    var expected = [0.0, 0, 0]
    for (support, query) in zip(quadratic(episodes.support), quadratic(episodes.query)) {
      let bent = support.a.adding(proximal)
      let phi = bent.solving(zip(support.b, theta).map { $0 + proximal * $1 })
      let slope = zip(query.a.times(phi), query.b).map { $0 - $1 }
      expected = zip(expected, bent.solving(slope)).map { $0 + proximal * $1 / 2 }
    }
    // Many steps and as many conjugate gradients as there are dimensions, and the exact method.
    let many = try learner(steps: 2_000, rate: 0.02) {
      ($0.proximal, $0.conjugateSteps, $0.tolerance) = (proximal, 3, 0)
    }
    for learner in [many, many.exact] {
      let slow = SlowWeights(network, inner: learner.inner)
      let found: [Double] = learner.metaGradient(of: slow, on: episodes).gradient.network.w.scalars()
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-9) }
    }
  }

  @Test func theInnerLoopEndsAtTheProximalMinimum() throws {
    let learner = try learner(steps: 2_000, rate: 0.02)
    let slow = SlowWeights(network, inner: learner.inner)
    let end = learner.inner.adapt(slow, to: episodes.support).last!.w
    let theta: [Double] = network.w.scalars()
    for (task, support) in quadratic(episodes.support).enumerated() {
      let phi = support.a.adding(2).solving(zip(support.b, theta).map { $0 + 2 * $1 })
      for (a, b) in zip(end[task].scalars(Double.self), phi) { #expect(abs(a - b) < 1e-9) }
    }
    var last: Tensor?
    learner.answer(slow, episodes, after: [2_000]) { _, outputs in last = outputs }
    #expect((last! - network.map { _ in end }.outputs(on: episodes.query)).magnitude().max().item < 1e-12)
  }

  @Test func aPullThatHoldsEverythingLeavesTheQueryGradient() throws {
    let sinusoids = Sinusoids()
    let learner = try learner(steps: 1, on: sinusoids.network.anatomy) { $0.proximal = 1e8 }.exact
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let meta = learner.metaGradient(of: slow, on: sinusoids.episodes)
    let (_, gradient) = valueAndGradient(at: sinusoids.network) { $0.losses(on: sinusoids.episodes.query).mean() }
    #expect(distance(gradient, meta.gradient.network) < 1e-6)
  }

  @Test("leaves that do not adapt have their whole derivative", arguments: ["layers.2.*", "layers.0.*|layers.1.bias"])
  func sharedLeaves(leaves: String) throws {
    let sinusoids = Sinusoids()
    let learner = try learner(steps: 1, on: sinusoids.network.anatomy, leaves: LeafPattern(leaves))
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let check = MetaGradientCheck(learner, at: slow, on: sinusoids.episodes)
    #expect(check.passes(tolerance: 1e-5), "\(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  @Test func moreStepsComeCloserToTheExactGradient() throws {
    let sinusoids = Sinusoids()
    func gradient(steps: Int, conjugate: Int) throws -> MLP {
      let learner = try self.learner(steps: steps, on: sinusoids.network.anatomy) {
        ($0.conjugateSteps, $0.proximal, $0.tolerance) = (conjugate, 20, 0)
      }
      let slow = SlowWeights(sinusoids.network, inner: learner.inner)
      return learner.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    }
    let learner = try self.learner(steps: 1, on: sinusoids.network.anatomy) { $0.proximal = 20 }
    let slow = SlowWeights(sinusoids.network, inner: learner.inner)
    let exact = learner.exact.metaGradient(of: slow, on: sinusoids.episodes).gradient.network
    let errors = try [(1, 1), (16, 5), (200, 20)].map { distance(exact, try gradient(steps: $0.0, conjugate: $0.1)) }
    #expect(errors[0] > errors[1] && errors[1] > errors[2] && errors[2] < 1e-4, "\(errors)")
  }

  @Test func thePublishedFormIsOffered() throws {
    let learner = try learner(steps: 3, rate: 0.1) {
      ($0.proximal, $0.damping, $0.extraProximal, $0.pullsAtEnd) = (2, 1, 10, true)
      ($0.conjugateSteps, $0.tolerance) = (3, 0)
    }
    let slow = SlowWeights(network, inner: learner.inner)
    let theta: [Double] = network.w.scalars()
    var expected = [0.0, 0, 0]
    for (support, query) in zip(quadratic(episodes.support), quadratic(episodes.query)) {
      var phi = theta
      for _ in 0..<3 {
        let slope = zip(support.a.times(phi), support.b).map { $0 - $1 }
        phi = zip(phi, slope).map { $0 - 0.1 * $1 }
      }
      phi = zip(phi, theta).map { $0 - 0.1 * 2 * ($0 - $1) }
      let slope = zip(query.a.times(phi), query.b).map { $0 - $1 }
      // (2 I + H/12)⁻¹ = 12 (24 I + H)⁻¹
      expected = zip(expected, support.a.adding(24).solving(slope)).map { $0 + 12 * $1 / 2 }
    }
    let found: [Double] = learner.metaGradient(of: slow, on: episodes).gradient.network.w.scalars()
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-10) }
  }

  @Test func chunksGiveTheWholeBatchsGradient() throws {
    let sinusoids = Sinusoids(tasks: 5)
    var request = LearnerRequest(InnerLoop(steps: 3, rate: 0.05), on: sinusoids.network.anatomy)
    let whole = try ImplicitMAML(request)
    request.inner.tasksAtOnce = 2
    let parts = try ImplicitMAML(request)
    let slow = SlowWeights(sinusoids.network, inner: whole.inner)
    let (a, b) = (
      whole.metaGradient(of: slow, on: sinusoids.episodes), parts.metaGradient(of: slow, on: sinusoids.episodes)
    )
    #expect(distance(a.gradient, b.gradient) < 1e-10 && abs(a.loss - b.loss) < 1e-12)
  }

  @Test func aProblemThatIsNotOneIsRefused() {
    var request = LearnerRequest(InnerLoop(steps: 3, rate: 0.05), on: Sinusoids().network.anatomy)
    request.options.implicit.proximal = 0
    #expect(throws: UnsupportedLearner.self) { try ImplicitMAML(request) }
    request.options.implicit.proximal = 1
    request.inner.l1PenaltyByLeaf = ["*": 0.1]
    #expect(throws: UnsupportedLearner.self) { try ImplicitMAML(request) }
    request.inner.l1PenaltyByLeaf = [:]
    request.inner.phases = [.init(leaves: "layers.0.*", steps: 1), .init(leaves: "layers.1.*", steps: 1)]
    #expect(throws: UnsupportedLearner.self) { try ImplicitMAML(request) }
  }

  /// In a process of its own, where nothing else makes tensors.
  @Test func memoryDoesNotGrowWithTheInnerSteps() async {
    await #expect(processExitsWith: .success) {
      var generator = Generator(seed: 1)
      let network = MLP([1, 64, 64, 1], using: &generator)
      func batch() -> ExampleBatch {
        let x = Tensor.uniform([16, 256, 1], low: -5, high: 5, using: &generator)
        return ExampleBatch(inputs: x, targets: x.sin())
      }
      let episodes = EpisodeBatch(support: batch(), query: batch())
      func growth(_ learner: (InnerLoop) throws -> any MetaLearner) throws -> Int {
        let peaks = try [1, 20].map { steps in
          let learner = try learner(InnerLoop(steps: steps, rate: 0.01))
          let slow = SlowWeights(network, inner: learner.inner)
          return Memory.peakBytes { _ = learner.metaGradient(of: slow, on: episodes) }.bytes
        }
        return peaks[1] - peaks[0]
      }
      let implicit = try growth { try ImplicitMAML(LearnerRequest($0, on: network.anatomy)) }
      let explicit = try growth { MAML(inner: $0) }
      #expect(implicit < 100_000, "implicit grew by \(implicit) bytes")
      #expect(explicit > 40_000_000, "explicit grew by \(explicit) bytes")
    }
  }
}

/// A small symmetric matrix and its linear equations, without tensors.
private struct Matrix {
  var rows: [[Double]]
  init(_ tensor: Tensor) { rows = (0..<tensor.size(0)).map { tensor[$0].scalars() } }

  func adding(_ diagonal: Double) -> Matrix {
    var copy = self
    for index in rows.indices { copy.rows[index][index] += diagonal }
    return copy
  }

  func times(_ x: [Double]) -> [Double] { rows.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } } }

  /// Gauss's elimination; positive definite matrices need no exchange of rows.
  func solving(_ b: [Double]) -> [Double] {
    var (a, x) = (rows, b)
    for pivot in a.indices {
      for row in a.indices where row != pivot {
        let factor = a[row][pivot] / a[pivot][pivot]
        for column in a.indices { a[row][column] -= factor * a[pivot][column] }
        x[row] -= factor * x[pivot]
      }
    }
    return x.indices.map { x[$0] / a[$0][$0] }
  }
}
