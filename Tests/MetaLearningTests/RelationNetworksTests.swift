import MetaLearning
import Networks
import Randomness
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct RelationNetworksTests {
  private let classes = Classes()

  private func learner() throws -> (RelationNetworks, SlowWeights<MLP>) {
    let learner = try RelationNetworks(LearnerRequest(InnerLoop(), on: classes.network.anatomy, hasClasses: true))
    var generator = Generator(seed: 5)
    return (learner, learner.initialSlowWeights(for: classes.network, using: &generator))
  }

  @Test("Equation 1: classes are sums of their examples' features, compared with each query")
  func equation() throws {
    let (learner, slow) = try learner()
    let outputs = learner.outputs(of: slow, on: classes.episodes)
    let support = classes.network.features(of: classes.episodes.support)  // [3, 3 · 2, 6], classes in a row
    let query = classes.network.features(of: classes.episodes.query)
    let relation = try #require(slow.parts["relation"] as? RelationModule)
    for way in 0..<3 {
      let sum = support.narrowed(1, from: 2 * way, length: 2).sum(1, keeping: true).expanded(query.shape)
      #expect((relation(sum, query) - outputs.selected(2, way)).magnitude().max().item < 1e-12)
    }
  }

  @Test("Equation 2: relations that know nothing lose a quarter")
  func uninformed() throws {
    var (learner, slow) = try learner()
    slow.parts = slow.parts.map { .zeros(like: $0) }
    let loss = learner.losses(of: slow, on: classes.episodes)
    #expect((loss - 0.25).magnitude().max().item < 1e-15)
  }

  @Test("the relation module learns with the network")
  func gradient() throws {
    let (learner, slow) = try learner()
    let gradient = learner.metaGradient(of: slow, on: classes.episodes).gradient
    let relation = try #require(gradient.parts["relation"] as? RelationModule)
    #expect(relation.tensors.allSatisfy { $0.magnitude().max().item > 0 })
  }

  @Test("the meta-gradient goes through convolutions of pairs that are normalized by themselves")
  func inductive() throws {
    let images = Images(normalization: .group, filters: 16)
    let learner = try RelationNetworks(LearnerRequest(InnerLoop(), on: images.network.anatomy, hasClasses: true))
    var generator = Generator(seed: 5)
    let slow = learner.initialSlowWeights(for: images.network, using: &generator)
    #expect(MetaGradientCheck(learner, at: slow, on: images.episodes, elements: 2).passes())
    #expect(slow.names.contains("parts.relation.blocks.1.filter.weight"))
  }

  @Test("settings that cannot be are refused: no width, one channel a group")
  func refused() throws {
    var request = LearnerRequest(InnerLoop(), on: classes.network.anatomy, hasClasses: true)
    request.options.relation.width = 0
    #expect(throws: UnsupportedLearner.self) { _ = try RelationNetworks(request) }
    for normalization in Normalization.allCases {
      let images = Images(normalization: normalization, filters: 8)
      let request = LearnerRequest(InnerLoop(), on: images.network.anatomy, hasClasses: true)
      let learner = try? RelationNetworks(request)
      #expect((learner != nil) == normalization.isTransductive)
    }
  }
}
