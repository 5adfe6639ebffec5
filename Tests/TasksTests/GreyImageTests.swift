import Testing

@testable import Tasks

@Suite struct GreyImageTests {
  private let image = GreyImage(height: 2, width: 3, values: [1, 2, 3, 4, 5, 6])

  @Test func aQuarterTurnIsCounterclockwise() {
    #expect(image.turned(1) == GreyImage(height: 3, width: 2, values: [3, 6, 2, 5, 1, 4]))
  }

  @Test func turnsAddUpAndFourAreNone() {
    for first in 0..<4 {
      for second in 0..<4 { #expect(image.turned(first).turned(second) == image.turned(first + second)) }
    }
    #expect(image.turned(4) == image && image.turned(-1) == image.turned(3))
    #expect(image.turned(2).values == image.values.reversed())
  }
}
