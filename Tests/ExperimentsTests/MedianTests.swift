import Testing

@testable import Experiments

@Suite struct MedianTests {
  @Test func itIsTheMiddleOrTheMeanOfTheTwo() {
    #expect(median([3, 1, 2]) == 2 && median([4, 1, 3, 2]) == 2.5 && median([7]) == 7)
  }

  @Test func aWildValueMovesItNoFurtherThanItsNeighbour() {
    #expect(median([1, 2, 1e300]) == 2 && median([1, 2, .nan]) == 2)
  }

  @Test func notANumberIsTheLargest() {
    #expect(median([1, .nan, .nan]) == .infinity && median([.nan]) == .infinity)
  }

  @Test func nothingHasNone() { #expect(median([]).isNaN) }
}
