import Testing

@testable import Scaling

@Suite struct TableNamesTests {
  func table(_ csv: String) throws(TableError) -> DataTable { try DataTable(csv: csv, named: "x.csv") }

  @Test func aNameGoesBeforeANumber() throws {
    let table = try table("a,1\n10,20\n")
    #expect(try table.column("1") == [20] && table.column("2") == [20] && table.column(" a ") == [10])
  }

  @Test func anUnknownColumnNamesItsNeighbour() throws {
    let error = #expect(throws: TableError.self) { try table("N,valid_loss,,D\n1,2,3,4").column("val_loss") }
    #expect(
      error?.description == "x.csv: column \"val_loss\": there is no such column; did you mean \"valid_loss\"? "
        + "the columns are \"N\", \"valid_loss\", 3, \"D\"")
  }

  @Test(arguments: ["0", "5", "-1", "", " ", "99999999999999999999", "xyz"])
  func otherRequestsAreNoColumn(_ request: String) throws {
    let table = try table("1,2,3,4")
    #expect(throws: TableError.self) { try table.column(request) }
    #expect(throws: TableError.self) { try table.text(request) }
  }

  @Test func withoutAHeaderTheNumbersAreTold() throws {
    let error = #expect(throws: TableError.self) { try table("1,2,3,4").text("loss") }
    #expect(error?.remedy == "there is no header, and the columns are 1...4")
  }

  @Test func manyColumnsAreCutShort() throws {
    let names = (0..<30).map { "c\($0)" }.joined(separator: ",")
    let error = #expect(throws: TableError.self) { try table("\(names)\n\(names)").text("wrong") }
    #expect(error?.remedy.hasSuffix("\"c19\" and 10 more") == true)
  }

  @Test func aNameThatTwoColumnsHaveIsRefusedOnlyWhenAsked() throws {
    let table = try table("loss,N,loss\n1,2,3\n")
    #expect(try table.column("N") == [2] && table.column("3") == [3])
    let error = #expect(throws: TableError.self) { try table.column("loss") }
    #expect(error?.problem == "columns 1 and 3 have this name")
  }

  @Test func theNearestNameHasTheFewestEdits() {
    #expect(nearestName(to: "Los", in: ["N", "loss", "lots"]) == "loss")
    #expect(nearestName(to: "xyz", in: ["N", "loss"]) == nil)
    #expect(nearestName(to: "a", in: []) == nil)
  }
}
