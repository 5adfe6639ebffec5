import Language
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TextAdaptationTests {
  private var plan: TextAdaptationPlan {
    var plan = TextAdaptationPlan()
    (plan.window, plan.batch, plan.rate, plan.warmUp, plan.steps, plan.measureEvery) = (32, 4, 1e-2, 0, 12, 4)
    return plan
  }
  private let documents = [TextDocument(name: "a", text: verses())]

  @Test func heldOutTextGetsCheaperAndAnInterruptedRunEndsAsAWholeOne() throws {
    let adaptation = try TextAdaptation(tiny(), documents, plan, passages: 4)
    var stored: [Safetensors] = []
    let whole = try adaptation.run(store: { stored.append($0) })
    #expect(whole.heldOut.rise < -0.3 && whole.best > 0)
    #expect(stored.count == 3 && whole.curve.map(\.step) == [0, 4, 8, 12])
    let resumed = try adaptation.run(from: stored[0])
    #expect(resumed.curve.last == whole.curve.last && resumed.heldOut == whole.heldOut)
    #expect(resumed.protected == whole.protected)
  }

  @Test func aRateOfZeroChangesNothing() throws {
    var still = plan
    (still.rate, still.steps) = (0, 4)
    let outcome = try TextAdaptation(tiny(), documents, still, passages: 8).run()
    #expect(outcome.heldOut.rise == 0 && outcome.protected.rise == 0)
    #expect(AdaptationVerdict(outcome.protected, threshold: 0.01) == .passes)
  }

  @Test func tokensOfAPassageAddUpToItsScore() throws {
    let outcome = try TextAdaptation(tiny(), documents, plan, passages: 4).run()
    let tokens = outcome.tokens(of: 0, most: 10_000)
    #expect(abs(tokens.reduce(0) { $0 + $1.before } - outcome.heldOut.before[0].nats) < 1e-3)
    #expect(abs(tokens.reduce(0) { $0 + $1.after } - outcome.heldOut.after[0].nats) < 1e-3)
  }

  @Test func protectedPassagesAreTheSameForEveryAdapter() throws {
    let (a, b) = (try ProtectedSuite(of: tiny(), passages: 3), try ProtectedSuite(of: tiny(), passages: 3))
    #expect(a.passages == b.passages && a.passages.count == 3)
  }
}
