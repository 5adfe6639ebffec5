import Foundation
import Scaling
import TestSupport
import Testing

@Suite struct PassRateTransformTests {
  @Test func aStretchedExponentialBecomesALine() {
    let (c, alpha) = (30.0, 0.4)
    let points = [1e2, 1e4, 1e6].map { n in logNegativeLog(exp(-c * pow(n, -alpha))) }
    for (y, n) in zip(points, [1e2, 1e4, 1e6]) { #expect(abs(y - (log(c) - alpha * log(n))) < 1e-12) }
  }

  @Test func theTransformIsUndone() {
    for p in [1e-300, 2e-4, 0.1, 0.5, 0.999_999] {
      #expect(abs(passRate(atLogNegativeLog: logNegativeLog(p)) / p - 1) < 1e-12)
    }
    #expect(logNegativeLog(1 / M_E).magnitude < 1e-15)
  }

  @Test func theEndsTrap() async {
    await #expect(processExitsWith: .trap) { _ = logNegativeLog(0) }
    await #expect(processExitsWith: .trap) { _ = logNegativeLog(1) }
  }
}
