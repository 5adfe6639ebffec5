import Testing

@testable import Scaling

struct InfluenceTests {
  @Test func theWildRowIsFirst() throws {
    let clean = try FitterTests.chinchilla(noise: 0.002)
    var y = clean.y
    y[17] *= 1.3
    let wild = try Observations(variables: [("N", clean.column(0)), ("D", clean.column(1))], target: ("loss", y))
    let influence = Influence(try Fitter(objective: .squaredLog).fit(Chinchilla(), to: wild), worstCount: 3)
    #expect(influence.runs.first?.rows == [17])
    #expect(influence.worst.map(\.rows.count) == [1, 2, 3])
    #expect(influence.worst.first?.rows == [17])
    #expect((influence.worst.first?.largestChange ?? 0) > 5 * abs((influence.runs.last?.largestChange ?? 0)))
  }

  @Test func omissionsThatWouldLeaveTooLittleAreNotMade() throws {
    let fit = try Fitter(objective: .squaredLog).fit(PowerLaw(), to: observations([1, 10, 100], [3, 2, 1.5]))
    #expect(Influence(fit).runs.isEmpty)
    #expect(Influence(fit).worst.isEmpty)
  }
}
