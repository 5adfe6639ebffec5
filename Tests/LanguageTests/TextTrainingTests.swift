import Foundation
import Language
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TextTrainingTests {
  private func plan(_ change: (inout TextAdaptationPlan) -> Void = { _ in }) -> TextAdaptationPlan {
    var plan = TextAdaptationPlan()
    (plan.window, plan.batch, plan.rate, plan.warmUp, plan.rank) = (32, 4, 1e-2, 0, 4)
    change(&plan)
    return plan
  }
  private let documents = [TextDocument(name: "a", text: verses())]

  @Test("every method learns and leaves the rest as it was", arguments: TextAdaptationPlan.Method.allCases)
  func learns(method: TextAdaptationPlan.Method) throws {
    var training = try TextTraining(tiny(), documents, plan { $0.method = method })
    let first = training.advance()
    var last = first
    for _ in 0..<30 { last = training.advance() }
    #expect(last < first - 0.1, "\(method)")
    let trained = Set(training.leaves.paths)
    for (old, new) in zip(training.model.decoder.leaves, training.adapted.decoder.leaves)
    where !trained.contains(old.name) {
      #expect((old.tensor - new.tensor).magnitude().max().item == 0, "\(old.name)")
    }
  }

  @Test func aStoredStateGoesOnBitForBit() throws {
    var whole = try TextTraining(tiny(), documents, plan())
    var losses = (0..<6).map { _ in whole.advance() }
    var first = try TextTraining(tiny(), documents, plan())
    for _ in 0..<3 { _ = first.advance() }
    let stored = try Safetensors(decoding: first.state.encoded())
    var second = try TextTraining(tiny(), documents, plan())
    try second.restore(stored, named: "state")
    #expect(second.step == 3)
    losses.removeFirst(3)
    #expect((0..<3).map { _ in second.advance() } == losses)
    for (a, b) in zip(whole.leaves.values, second.leaves.values) { #expect((a - b).magnitude().max().item == 0) }
  }

  @Test func promptsAreReadAndNotLearned() throws {
    let asked = [TextDocument(name: "a", prompt: "2+2=", text: "4")]
    let training = try TextTraining(tiny(), asked, plan())
    #expect(training.tokens == 1)
  }

  @Test func adaptersAreOfPEFTAndComeBack() throws {
    var training = try TextTraining(tiny(), documents, plan())
    for _ in 0..<5 { _ = training.advance() }
    try withFolder { folder in
      try training.adapted.decoder.write(peft: folder, base: "tiny")
      let read = try tiny().decoder.addingAdapters(peft: folder)
      let ids = Tensor([1, 2, 3, 4], shape: [1, 4])
      #expect((read(ids) - training.adapted.decoder(ids)).magnitude().max().item < 1e-5)
      #expect((read(ids) - training.model.decoder(ids)).magnitude().max().item > 1e-3)
    }
  }

  @Test func plansThatCannotBeAreRefused() throws {
    for change: (inout TextAdaptationPlan) -> Void in [
      { $0.rank = 0 }, { $0.rate = .nan }, { $0.heldOut = 1 }, { $0.targets = "nothing.*" },
    ] {
      #expect(throws: LanguageError.self) { try TextTraining(tiny(), documents, plan(change)) }
    }
  }
}
