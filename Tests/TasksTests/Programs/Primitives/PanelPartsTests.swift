import Testing

@testable import Tasks

@Suite struct PanelPartsTests {
  let grid = drawing("1.5.2", ".15..", "55555", "..533", "3.533")

  @Test func separatorsMakePanels() throws {
    let panels: [Grid] = try apply("panels", grid)
    #expect(panels == [drawing("1.", ".1"), drawing(".2", ".."), drawing("..", "3."), drawing("33", "33")])
    #expect(try apply("panels_between", grid, Colour(5)) == panels)
    #expect(try apply("without_separators", grid) == drawing("1..2", ".1..", "..33", "3.33"))
    #expect(throws: Undefined.noSuchStructure) { let _: [Grid] = try apply("panels", drawing("12", "21")) }
  }

  @Test func aLayoutHasACellForEachPanel() throws {
    #expect(try apply("layout", grid) == drawing("12", "33"))
    #expect(try apply("layout_counts", grid) == drawing("21", "14"))
    #expect(try apply("layout_majority", grid) == drawing("..", ".3"))
    let filled: Grid = try apply("fill_panels", grid)
    #expect(filled == drawing("11522", "11522", "55555", "33533", "33533"))
    #expect(try apply("panels_in", grid, drawing("12", "33")) == filled)
  }

  @Test func panelsShareWhatTheyShow() throws {
    let shared: Grid = try apply("share_panels", drawing("1.5..", "..5.2"))
    #expect(shared == drawing("1.51.", ".25.2"))
    #expect(try apply("panels_with", drawing("1.5..", "..5.2"), drawing("34", "43")) == drawing("34534", "43543"))
  }
}
