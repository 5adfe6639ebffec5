import Testing

@testable import Scaling

struct DataConstrainedTests {
  static let parameters = [1.87, 521, 1488, 0.353, 0.353, 15.4, 5.3]

  /// No more unique tokens than were seen.
  @Test func aLargerCorpusThanWasSeenIsTheOneThatWasSeen() {
    let law = DataConstrained()
    let seen = law.value(at: Point([4e9, 1e9, 1e9]), Self.parameters)
    #expect(law.value(at: Point([4e9, 1e9, 1e11]), Self.parameters) == seen)
    #expect(abs(seen - 3.377) < 2e-3)
  }

  /// Repeated tokens are worth less than new ones, and more than none.
  @Test func repeatingHelpsLessAndLess() {
    let law = DataConstrained()
    let losses = [1.0, 2, 4, 16, 64, 256].map { law.value(at: Point([1e9, $0 * 1e9, 1e9]), Self.parameters) }
    #expect(losses == losses.sorted(by: >))
    #expect(losses[1] > law.value(at: Point([1e9, 2e9, 2e9]), Self.parameters))
    #expect(losses[4] - losses[5] < 0.01 * (losses[0] - losses[1]))
  }
}
