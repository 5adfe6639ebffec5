import Testing

@testable import Tasks

@Suite struct DenoisingTests {
  let clean = drawing("......", ".1111.", ".1111.", ".1111.", "......", "......")
  let noisy = drawing("5.....", ".1111.", ".1511.", ".1111.", "......", "....5.")

  @Test func noiseIsRemoved() throws {
    #expect(try apply("smooth_colour", noisy, Colour(5)) == clean)
    let rectangle = drawing(".......", ".11111.", ".11111.", ".11511.", ".11111.", ".11111.", "5......")
    let whole = drawing(".......", ".11111.", ".11111.", ".11111.", ".11111.", ".11111.", ".......")
    #expect(try apply("clean_rectangles", rectangle) == whole)
  }

  @Test func whatIsCleanStays() throws {
    for name in ["remove_isolated", "keep_solid", "clean_rectangles"] {
      #expect(try apply(name, clean) == clean, "\(name)")
    }
    #expect(try apply("remove_isolated", drawing("1..", "..2", ".2.")) == drawing("...", "..2", ".2."))
    #expect(try apply("smooth", drawing("111", "121", "111")) == drawing("111", "111", "111"))
  }
}
