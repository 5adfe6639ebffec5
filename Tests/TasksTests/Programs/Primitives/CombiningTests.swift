import Testing

@testable import Tasks

@Suite struct CombiningTests {
  let one = drawing("1.1", ".1.")
  let other = drawing("22.", "...")

  @Test func marksAreCombinedAsTheirTruthTablesSay() throws {
    #expect(try apply("all_marked", [one, other], Colour(3)) == drawing("3..", "..."))
    #expect(try apply("any_marked", [one, other], Colour(3)) == drawing("333", ".3."))
    #expect(try apply("one_marked", [one, other], Colour(3)) == drawing(".33", ".3."))
    #expect(try apply("none_marked", [one, other], Colour(3)) == drawing("...", "3.3"))
    #expect(try apply("codes", [one, other]) == drawing("312", ".2."))
    #expect(try apply("marks_counted", [one, other]) == drawing("211", ".1."))
  }

  @Test func theUpperGridCoversTheLower() throws {
    #expect(try apply("overlay", one, other) == drawing("121", ".1."))
    #expect(try apply("overlay", [other, one]) == drawing("221", ".1."))
    #expect(try apply("minus", one, other) == drawing("..1", ".1."))
    #expect(try apply("where_marked", one, other) == drawing("1..", "..."))
    #expect(try apply("either", one, other) == drawing(".21", ".1."))
    #expect(try apply("common", one, one) == one)
  }

  @Test func theMajorityWins() throws {
    #expect(try apply("majority", [drawing("12"), drawing("13"), drawing("23")]) == drawing("13"))
  }
}
