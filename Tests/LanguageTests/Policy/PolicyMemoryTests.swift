import Networks
import Tensors
import Testing

@testable import Language

@Suite(.enabled(if: Torch.isAvailable)) struct PolicyMemoryTests {
  @Test func activationsThatAreComputedAgainGiveTheSameGradient() throws {
    let model = try tied()
    let sets = try [1, 2].map { try AdapterTraining.stirred(model, rank: $0, seed: UInt64($0)).adapters }
    let requests = try [5, 9].map { PolicyRequest([datum($0, seed: UInt64($0))], try PolicyLoss("cross_entropy")) }
    let kept = model.judge(requests, adapters: sets)
    var pass = PolicyPass(model.decoder.withOwnHead, requests, sets, memory: 0)
    withGradient { pass.run() }
    for (a, b) in zip(kept, pass.results) {
      let (a, b) = (try a.get(), try b.get())
      for (x, y) in zip(a.gradient!.tensors, b.gradient!.tensors) {
        #expect((x - y).magnitude().max().item < 1e-5 * max(1, x.magnitude().max().item))
      }
    }
  }
}
