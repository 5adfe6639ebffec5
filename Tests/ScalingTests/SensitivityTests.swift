import Testing

@testable import Scaling

struct SensitivityTests {
  @Test func allObjectivesAgreeWithoutNoise() throws {
    let x = logSpaced(10, 1e5, 14)
    let clean = Sensitivity(PowerLaw(), to: try observations(x, x.map { 1 + 5 * powerOf($0, -0.4) }))
    #expect(clean.fits.count == 4)
    for index in 0..<3 { #expect(clean.spread(index) < 1e-3) }
    let noisy = Sensitivity(
      PowerLaw(),
      to: try observations(x, zip(x, errors(14, 0.05, seed: 1)).map { (1 + 5 * powerOf($0, -0.4)) * (1 + $1) }))
    #expect(noisy.spread(1) > 0.01)
  }

  @Test func logarithmsOfZeroLeaveTheSquares() throws {
    let x = logSpaced(10, 1e5, 6)
    let some = Sensitivity(RisingPowerLaw(), to: try observations(x, [0, 0.2, 0.4, 0.5, 0.6, 0.65]))
    #expect(some.fits.map(\.objective) == [.squared])
  }
}
