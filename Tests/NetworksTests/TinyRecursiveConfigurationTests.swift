import Foundation
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct TinyRecursiveConfigurationTests {
  @Test func theArrangementsThatShipHaveNoProblem() {
    #expect(TinyRecursiveConfiguration().problem == nil)
    #expect(TinyRecursiveConfiguration.published.problem == nil)
    #expect(TinyRecursiveConfiguration.hierarchical.problem == nil)
  }

  @Test func sizesThatDoNotFitAreNamed() {
    func problem(_ change: (inout TinyRecursiveConfiguration) -> Void) -> String? {
      var c = TinyRecursiveConfiguration()
      change(&c)
      return c.problem
    }
    #expect(problem { $0.heads = 5 }?.contains("width 64 does not divide by heads 5") == true)
    #expect(problem { $0.heads = 0 } != nil)
    #expect(problem { $0.lowCycles = 0 } != nil)
    #expect(problem { $0.highCycles = 0 } != nil)
    #expect(problem { $0.vocabulary = 1 } != nil)
    #expect(problem { ($0.width, $0.heads, $0.taskWidth) = (12, 4, 12) }?.contains("rope") == true)
    #expect(problem { ($0.width, $0.heads, $0.taskWidth, $0.positions) = (12, 4, 12, .learned) } == nil)
    #expect(problem { ($0.positions, $0.width, $0.heads) = (.rope2D, 66, 11) }?.contains("divide by 4") == true)
    #expect(problem { $0.taskWidth = 65 }?.contains("taskWidth 65") == true)
    #expect(problem { $0.positionHeads = 5 }?.contains("placeHeads 5") == true)
  }

  @Test func comesBackFromItsText() throws {
    let c = TinyRecursiveConfiguration.hierarchical
    #expect(try JSONDecoder().decode(TinyRecursiveConfiguration.self, from: JSONEncoder().encode(c)) == c)
  }
}
