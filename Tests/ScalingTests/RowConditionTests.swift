import Testing

@testable import Scaling

@Suite struct RowConditionTests {
  private func table() throws -> DataTable {
    try DataTable(csv: "set,Model Size,D,loss\nrpj,1e8,2e9,3\nc4,2e8,2e9,2.5\nrpj,1B,1e9,\n", named: "t.csv")
  }

  @Test func numbersTextsAndArithmetic() throws {
    func lines(_ conditions: String...) throws -> [UInt32] {
      try table().rows(where: conditions.map { try #require(RowCondition($0)) }).lines
    }
    #expect(try lines("set=rpj") == [2, 4] && lines("set == rpj") == [2, 4] && lines("set!=rpj") == [3])
    #expect(try lines("Model Size>=200m") == [3, 4] && lines("`Model Size`<2e8") == [2])
    #expect(try lines("D/`Model Size` > 10") == [2] && lines("set=rpj", "D>1e9") == [2])
    #expect(try lines("loss>0") == [2, 3] && lines("loss=") == [4])
  }

  @Test func whatCannotBeReadOrLeavesNothing() throws {
    #expect(RowCondition("set") == nil && RowCondition("=3") == nil)
    #expect(throws: TableError.self) { try table().rows(where: [#require(RowCondition("sett=rpj"))]) }
    let error = #expect(throws: TableError.self) { try table().rows(where: [#require(RowCondition("set=x"))]) }
    #expect(error?.description.contains("no row is left after set=x") == true)
  }

  @Test func errorsGoOnNamingTheLinesOfTheFile() throws {
    let rest = try table().rows(where: [#require(RowCondition("Model Size>2e8"))])
    let error = #expect(throws: TableError.self) { try rest.column("loss") }
    #expect(error?.line == 4)
  }
}
