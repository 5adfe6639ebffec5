import Foundation
import Testing

@testable import Experiments

@Suite struct CostSlopeTests {
  @Test func plantedExponentsAreFound() throws {
    let slopes = try CostTable.planted([:], exponent: 0.75).slopes
    let maml = try #require(slopes.first { $0.method == "maml" && $0.axis == .innerSteps && $0.quantity == .time })
    #expect(abs(maml.slope - 0.75) < 1e-12 && (maml.standardError ?? 1) < 1e-12)
    let flat = try #require(slopes.first { $0.method == "maml" && $0.axis == .tasks && $0.quantity == .memory })
    #expect(abs(flat.slope) < 1e-12)
  }

  @Test func aSlopeSaysHowSureItIs() throws {
    // ln y = 1, 0, 1, 2 at ln x = 0, 1, 2, 3: slope 0.4, residual sum 1.2, standard error √(1.2 / 2 / 5).
    let line = try #require(CostSlope.line([0, 1, 2, 3].map { exp($0) }, [1, 0, 1, 2].map { exp($0) }))
    #expect(abs(line.slope - 0.4) < 1e-12 && abs((line.standardError ?? 0) - (0.12 as Double).squareRoot()) < 1e-12)
    #expect(CostSlope.line([1, 2], [1, 2])?.standardError == nil)
    #expect(CostSlope.line([2, 2], [1, 2]) == nil && CostSlope.line([1, 2], [0, 1]) == nil)
  }

  @Test func unitsMoveNoExponent() throws {
    let (x, y) = ([1.0, 2, 5, 10], [3.0, 7, 11, 40])
    let line = try #require(CostSlope.line(x, y))
    let scaled = try #require(CostSlope.line(x.map { 1e3 * $0 }, y.map { 1e-6 * $0 }))
    #expect(abs(line.slope - scaled.slope) < 1e-12)
    #expect(abs((line.standardError ?? 0) - (scaled.standardError ?? 1)) < 1e-12)
  }

  @Test func aWidthIsPlacedByItsParameters() throws {
    let table = try CostTable.planted([:])
    for row in table.rows {
      #expect(row.place(along: .innerSteps) == Double(row.setting.innerSteps))
      #expect(row.place(along: .tasks) == Double(row.setting.tasks))
      #expect(row.place(along: .width) == Double(row.parameters))
    }
  }
}
