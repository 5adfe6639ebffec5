import Testing

@testable import Scaling

struct ObjectiveTests {
  @Test func huberIsSquaredInsideAndAbsoluteOutside() {
    let huber = Objective.huberLog(delta: 0.1)
    #expect(huber.loss(0.05) == Objective.squaredLog.loss(0.05))
    #expect(abs((huber.loss(3) - huber.loss(2)) - 0.1) < 1e-12)
    #expect(abs(huber.loss(0.1) - 0.005) < 1e-15)
  }

  @Test(arguments: Objective.all) func weightTimesResidualIsTheSlope(_ objective: Objective) {
    for r in [-0.7, -5e-4, 3e-4, 0.2] {
      let step = 1e-7
      let slope = (objective.loss(r + step) - objective.loss(r - step)) / (2 * step)
      #expect(abs(objective.weight(r) * r - slope) < 1e-6)
    }
  }

  @Test func textIsReadBack() throws {
    for objective in Objective.all + [.huberLog(delta: 0.02)] { #expect(try Objective("\(objective)") == objective) }
    for text in ["", "huber:", "huber:0", "huber:x", "squares"] {
      #expect(throws: ScalingError.unknownObjective(text: text)) { try Objective(text) }
    }
  }
}
