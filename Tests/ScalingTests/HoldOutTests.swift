import Testing

@testable import Scaling

struct HoldOutTests {
  @Test func rules() throws {
    let all = try observations([1, 2, 4, 8, 16], [5, 4, 3, 2, 1])
    #expect(try HoldOut(.factor(4)).cutoff(all) == 4)
    #expect(try HoldOut(.largest(2)).cutoff(all) == 4)
    #expect(try HoldOut(.above(3)).cutoff(all) == 3)
  }

  @Test func whatLeavesNothingIsRefused() throws {
    let all = try observations([1, 2, 4, 8, 16], [5, 4, 3, 2, 1])
    let same = try observations([3, 3, 3], [1, 2, 3])
    for rule in [HoldOut.Rule.factor(0.5), .factor(100), .largest(0), .largest(5), .above(16), .above(0.5)] {
      #expect(throws: ScalingError.self) { try HoldOut(rule).cutoff(all) }
    }
    #expect(throws: ScalingError.self) { try HoldOut().cutoff(same) }
  }

  @Test func fewScalesAreHeldOutAsTheyAllow() throws {
    func rule(_ scales: [Double], _ parameters: Int = 3) throws -> HoldOut.Rule {
      HoldOut(for: try observations(scales, scales.map { 1 / $0 }), parameters: parameters).rule
    }
    #expect(try rule(logSpaced(1, 1e4, 12)) == .factor(4))
    // A quarter of the largest leaves two scales, and none.
    #expect(try rule(logSpaced(1, 8, 9)) == .largest(3) && rule(logSpaced(1, 3, 9)) == .largest(3))
    #expect(try rule(logSpaced(1, 8, 6)) == .largest(2) && rule(logSpaced(1, 8, 5)) == .largest(1))
    #expect(try rule(logSpaced(1, 8, 9), 6) == .largest(2))
    #expect(try rule(logSpaced(1, 8, 4)) == .factor(4))
  }
}
