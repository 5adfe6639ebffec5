import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct MetaCurvatureTests {
  private let sinusoids = Sinusoids()

  private func learner(order: DerivativeOrder = .second) throws -> MetaCurvature {
    var request = LearnerRequest(InnerLoop(steps: 2, rate: 0.05), on: sinusoids.network.anatomy)
    request.options.order = order
    return try MetaCurvature(request)
  }

  @Test("with identities it is MAML, but for what the matrices want", arguments: [DerivativeOrder.first, .second])
  func identities(order: DerivativeOrder) throws {
    let learner = try learner(order: order)
    var generator = Generator(seed: 1)
    let slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    let own = learner.metaGradient(of: slow, on: sinusoids.episodes)
    let plain = MAML(inner: learner.inner, order: order).metaGradient(
      of: SlowWeights(sinusoids.network, inner: learner.inner), on: sinusoids.episodes)
    #expect(distance(plain.gradient.network, own.gradient.network) < 1e-10)
    #expect(own.gradient.parts.tensors.contains { $0.magnitude().max().item > 1e-6 })
  }

  @Test("matrices far from identity have their gradient too", arguments: [DerivativeOrder.first, .second])
  func gradients(order: DerivativeOrder) throws {
    let learner = try learner(order: order)
    var generator = Generator(seed: 1)
    var slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    slow.parts = slow.parts.map { $0 + .normal($0.shape, dtype: .float64, using: &generator) * 0.3 }
    let check = MetaGradientCheck(learner, at: slow, on: sinusoids.episodes)
    #expect(check.passes(), "\(check.worst.map { "\($0)" } ?? "no leaf")")
  }

  @Test func aScaledIdentityScalesTheRate() throws {
    let learner = try learner()
    var generator = Generator(seed: 1)
    var slow = learner.initialSlowWeights(for: sinusoids.network, using: &generator)
    // A weight has a matrix on either side, a bias one.
    slow.parts = slow.parts.mapNamed { name, matrix in
      name.hasSuffix("bias.output") ? matrix * 4 : matrix * 2
    }
    let bent = learner.inner.adapt(slow, to: sinusoids.episodes.support).last!
    let faster = InnerLoop(steps: 2, rate: 0.2)
    let plain = faster.adapt(SlowWeights(sinusoids.network, inner: faster), to: sinusoids.episodes.support).last!
    #expect(distance(plain, bent) < 1e-10)
  }

  /// With the filter as [out, 9, in]: Σ M_out[o, p] · M_place[k, l] · G[p, l, c] · M_in[d, c].
  @Test func aFilterIsBentAlongChannelsAndPlaces() throws {
    let images = Images()
    let request = LearnerRequest(InnerLoop(steps: 1, rate: 0.1), on: images.network.anatomy, hasClasses: true)
    let learner = try MetaCurvature(request)
    var generator = Generator(seed: 1)
    var slow = learner.initialSlowWeights(for: images.network, using: &generator)
    slow.parts = slow.parts.map { $0 + .normal($0.shape, dtype: .float64, using: &generator) * 0.3 }
    let name = "blocks.1.filter.weight"
    func matrix(_ axis: String) throws -> Tensor {
      try #require(slow.parts.leaves.first { $0.name.hasSuffix("\(name).\(axis)") }?.tensor)
    }
    let (output, place, input) = (try matrix("output"), try matrix("place"), try matrix("input"))
    #expect(place.shape == [9, 9])
    let start = try #require(images.network.leaves.first { $0.name == name }?.tensor)
    func step(_ slow: SlowWeights<ConvNet>) throws -> Tensor {
      let end = learner.inner.adapt(slow, to: images.episodes.support).last!
      return try #require(end.leaves.first { $0.name == name }?.tensor)[0] - start
    }
    let bent = try step(slow)
    slow.parts = LearnerState()
    let plain = try step(slow)
    let (out, channels) = (start.size(0), start.size(1) / 9)
    let windows = place.matmul(plain.reshaped([out, 9, channels]).matmul(input.transposed()))
    let expected = output.matmul(windows.reshaped([out, 9 * channels]))
    #expect((bent - expected).magnitude().max().item < 1e-10 * max(1, expected.magnitude().max().item))
    #expect((bent - plain).magnitude().max().item > 1e-6)
  }
}
