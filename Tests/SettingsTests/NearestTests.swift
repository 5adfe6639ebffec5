import Testing

@testable import Settings

@Suite struct NearestTests {
  @Test func theDistanceIsTheTextbookOne() {
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("", "abc") == 3 && editDistance("abc", "") == 3)
    #expect(editDistance("abc", "abc") == 0)
    #expect(editDistance("flaw", "lawn") == editDistance("lawn", "flaw"))
  }

  @Test func theClosestNamesComeFirst() {
    let names = ["innerRate", "outerRate", "steps", "seed"]
    #expect(nearest(to: "inerrate", in: names, limit: 2) == ["innerRate", "outerRate"])
    #expect(nearest(to: "SEED", in: names, limit: 1) == ["seed"])
    #expect(nearest(to: "x", in: []).isEmpty)
  }
}
