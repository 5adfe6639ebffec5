import Requirements
import TestSupport
import Testing

@Suite struct RequireTests {
  @Test func whatIsMetGoesOn() {
    require(1 < 2, "\({ () -> Int in fatalError("read though it is met") }())")
  }

  @Test func whatIsNotMetEndsTheProgramWithItsMessage() async throws {
    let result = await #expect(processExitsWith: .trap, observing: [\.standardErrorContent]) {
      require(2 < 1, "2 is not below 1: give a smaller number")
    }
    let text = try #require(result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) })
    #expect(text.contains("RequirementsTests/RequireTests.swift") && text.contains("2 is not below 1: give a smaller"))
  }
}
