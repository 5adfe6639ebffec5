import Foundation
import Service
import Testing

@Suite struct EngineFrameTests {
  @Test func messagesComeBackWithTheirBodies() throws {
    let requests = [
      EngineRequest(id: 1, .forwardBackward(model: "a:train:0"), body: Data([1, 2, 3])),
      EngineRequest(id: 2, .step(model: "b", OptimizerStep())),
      EngineRequest(id: 3, .sample(sampler: "c"), body: Data([9])),
    ]
    let frame = try EngineFrame.encoded(requests)
    #expect(EngineFrame.number(frame.prefix(8)) == frame.count - 8)
    #expect(try EngineFrame.decoded(frame.dropFirst(8), as: EngineRequest.self) == requests)
  }

  @Test func aFrameThatIsCutOrLiesIsRefused() throws {
    let frame = try EngineFrame.encoded([EngineReply(id: 1, .refused("no"), body: Data([1, 2, 3]))]).dropFirst(8)
    for cut in 0..<frame.count {
      #expect(throws: EngineLost.self) { try EngineFrame.decoded(frame.prefix(cut), as: EngineReply.self) }
    }
    var longer = Data(frame)
    longer.replaceSubrange(0..<8, with: [255, 255, 255, 255, 255, 255, 255, 127])
    #expect(throws: EngineLost.self) { try EngineFrame.decoded(longer, as: EngineReply.self) }
  }
}
