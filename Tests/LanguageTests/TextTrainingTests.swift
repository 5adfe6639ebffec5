import Foundation
import Networks
import Tensors
import Testing

@testable import Language

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

  @Test("texts that are learned together are learned as one after another", arguments: [false, true])
  func together(learnsHead: Bool) throws {
    let texts = ["bottle", "a wall is green and has no", "hanging"].map { word in
      [TextDocument(name: word, text: (0..<30).map { "\(word) \($0 % 5)\n" }.joined())]
    }
    // A small limit, so that every text's gradient is clipped by its own norm.
    let plan = plan { ($0.gradientLimit, $0.targets) = (0.5, learnsHead ? "*" : nil) }
    var all = try TextTraining(tiny(), texts: texts, plan)
    #expect(all.texts == 3)
    let losses = (0..<10).map { _ in all.advanceEach() }
    for (index, text) in texts.enumerated() {
      var one = try TextTraining(tiny(), text, plan)
      for step in 0..<10 { #expect(abs(one.advance() - losses[step][index]) < 1e-5) }
      let ids = Tensor([1, 2, 3, 4], shape: [1, 4])
      let difference = all.adapted(to: index).decoder(ids) - one.adapted.decoder(ids)
      #expect(difference.magnitude().max().item < 1e-3)
    }
  }

  @Test func aHeadThatIsNotTrainedChangesNoGradient() throws {
    let model = try tiny()
    let windows = TextWindows([TextDocument(name: "a", text: verses())], model, length: 24).windows
    let batch = TextWindows.Batch([Array(windows[0..<3]), Array(windows[3..<6])], on: .cpu)
    let leaves = TrainedLeaves(model.decoder, matching: "blocks.*")
    func found(_ learnsHead: Bool) -> (Tensor, TrainedLeaves) {
      valueAndGradient(at: leaves) {
        let each = $0.placed(in: model.decoder).losses(on: batch, learnsHead: learnsHead)
        #expect(each.shape == [2])
        return (each * Tensor([1, 3].map(Float.init), shape: [2])).sum()
      }
    }
    let (whole, plain) = found(true)
    let (parts, fused) = found(false)
    #expect(abs(whole.item - parts.item) < 1e-5)
    for (a, b) in zip(plain.values, fused.values) { #expect((a - b).magnitude().max().item < 1e-5) }
  }

  @Test func rehearsalKeepsWhatTheModelSaid() throws {
    let suite = try ProtectedSuite(of: tiny(), passages: 12, tokens: 48)
    func lost(_ rehearsal: Double) throws -> Double {
      var training = try TextTraining(tiny(), documents, plan { $0.rehearsal = rehearsal })
      for _ in 0..<40 { _ = training.advance() }
      func bits(_ model: LanguageModel) -> Double { suite.scores(by: model).reduce(0) { $0 + $1.nats } }
      return bits(training.adapted) - bits(training.model)
    }
    #expect(try lost(0.5) < 0.8 * lost(0))
    #expect(throws: LanguageError.self) {
      try TextTraining(tiny(), documents, plan { ($0.rehearsal, $0.batch) = (0.5, 1) })
    }
  }

  @Test func recomputedBlocksChangeNoNumber() throws {
    var kept = try TextTraining(tiny(), documents, plan())
    var recomputed = try TextTraining(tiny(), documents, plan { $0.recomputesBlocks = true })
    for _ in 0..<4 { #expect(kept.advance() == recomputed.advance()) }
  }

  @Test func halfPrecisionLearnsAboutTheSame() throws {
    var half = try tiny()
    half.decoder = half.decoder.converted(to: .bfloat16)
    var rough = try TextTraining(half, documents, plan())
    var exact = try TextTraining(tiny(), documents, plan())
    #expect(rough.leaves.values.allSatisfy { $0.dtype == .float32 })
    let losses = (0..<20).map { _ in (rough.advance(), exact.advance()) }
    #expect(losses.allSatisfy { abs($0.0 - $0.1) < 0.05 } && losses[19].0 < losses[0].0 - 0.1)
  }

  @Test func plansThatCannotBeAreRefused() throws {
    for change: (inout TextAdaptationPlan) -> Void in [
      { $0.rank = 0 }, { $0.rate = .nan }, { $0.heldOut = 1 }, { $0.targets = "nothing.*" },
    ] {
      #expect(throws: LanguageError.self) { try TextTraining(tiny(), documents, plan(change)) }
    }
  }
}
