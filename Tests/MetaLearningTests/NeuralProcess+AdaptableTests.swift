import MetaLearning
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct NeuralProcessAdaptableTests {
  private let processes = Processes()

  @Test("the loss is −ln of the normal density: half of ln 2πe where every error is one deviation")
  func density() {
    let query = processes.episodes.query
    let (mean, deviation) = processes.network(query.inputs)
    let off = ExampleBatch(inputs: query.inputs, targets: mean + deviation)
    let expected = deviation.log().mean(1, 2) + 1.4189385332046727
    #expect((processes.network.losses(on: off) - expected).magnitude().max().item < 1e-12)
  }

  @Test("conditioning fills the context of each task and touches nothing else")
  func conditioned() throws {
    let network = processes.network.conditioned(on: processes.episodes.support)
    #expect(network.decoder.context?.shape == [3, 8])
    var back = network
    back.decoder.context = processes.network.decoder.context
    #expect(distance(processes.network, back) == 0)
  }

  @Test("CAVIA adapts the context by gradient, and lowers the loss of the support set")
  func adaptsByGradient() throws {
    var inner = InnerLoop(steps: 5, rate: 0.1)
    let anatomy = processes.network.anatomy
    inner = try CAVIA(LearnerRequest(inner, on: anatomy)).inner
    let slow = SlowWeights(processes.network, inner: inner)
    let losses = inner.adapt(slow, to: processes.episodes.support).map {
      $0.losses(on: processes.episodes.support).mean().item
    }
    #expect(losses.last! < losses.first!)
  }
}
