import Testing

@testable import Scaling

@Suite struct ColumnListTests {
  private func items(_ text: String, columns: Set<String> = []) throws -> [ColumnList.Item] {
    try ColumnList(text) { columns.contains($0) }.items
  }

  @Test func namesNumbersAndAssignments() throws {
    #expect(try items("N, D") == [.init(letter: nil, text: "N"), .init(letter: nil, text: "D")])
    #expect(try items("1,2").map(\.text) == ["1", "2"])
    #expect(
      try items("N=params,D=tokens") == [.init(letter: "N", text: "params"), .init(letter: "D", text: "tokens")])
  }

  @Test func commasInParenthesesAndBackticksDoNotSplit() throws {
    let list = try items("N=`Model, Size`,D=`Training FLOP`/(6*`Model, Size`)", columns: ["Model, Size"])
    #expect(list.map(\.text) == ["Model, Size", "`Training FLOP`/(6*`Model, Size`)"])
    #expect(try items("`a=b`/2").map(\.letter) == [nil])
  }

  @Test func whatNamesAColumnIsNotTakenApart() throws {
    #expect(try items("a,b", columns: ["a,b"]).map(\.text) == ["a,b"])
    #expect(try items("a=b,c", columns: ["a=b"]).map(\.name) == ["a=b", "c"])
  }

  @Test func lettersComeInTheOrderOfTheLaw() throws {
    let chinchilla = try ScalingLaws.entry(named: "chinchilla")
    let list = try ColumnList("D=tokens,N=params")
    #expect(try list.ordered(for: chinchilla).map(\.text) == ["params", "tokens"])
    #expect(list.known?.variableCount == 2)
    let error = #expect(throws: ScalingRequestError.self) { try ColumnList("N=a,T=b").ordered(for: chinchilla) }
    #expect(
      error?.description == "chinchilla has no variable T; it reads N, D: assign each one, as in --x N=column,D=column")
    // Without letters the order is the user's, and one variable may have any name.
    #expect(try ColumnList("b,a").ordered(for: chinchilla).map(\.text) == ["b", "a"])
    #expect(try ColumnList("T=b").ordered(for: ScalingLaws.entry(named: "power")).map(\.name) == ["T"])
  }

  @Test func places() throws {
    #expect(try ColumnList("N=7B,D=1e12").place(of: ["N", "D"]) == [7e9, 1e12])
    #expect(try ColumnList("D=20*7e9,N=7e9").place(of: ["N", "D"]) == [7e9, 1.4e11])
    #expect(try ColumnList("7e9, 1T").place(of: ["N", "D"]) == [7e9, 1e12])
    for wrong in ["7e9", "N=7e9,T=1", "N=7e9,D=many", "N=1,D=2,E=3"] {
      #expect(throws: (any Error).self, "\(wrong)") { try ColumnList(wrong).place(of: ["N", "D"]) }
    }
  }

  @Test func whatIsMissingOrTwice() {
    for wrong in ["", "N,,D", "N=,D", "=a", "N,N", "N=a,N=b"] {
      #expect(throws: ScalingRequestError.self, "\(wrong)") { try items(wrong) }
    }
  }
}
