import Testing

@testable import Scaling

@Suite struct TableColumnsTests {
  func table(_ csv: String) throws(TableError) -> DataTable { try DataTable(csv: csv, named: "x.csv") }

  @Test func aSelectionKeepsTheOrderOfTheRequest() throws {
    let selection = try table("run,N,loss\na,1,4\nb,2,3\n").select(["loss", "N", "loss"], text: ["run"])
    #expect(selection.columns == [[4, 3], [1, 2], [4, 3]] && selection.texts == [["a", "b"]])
    #expect(selection.lines == [2, 3] && selection.skipped == 0)
  }

  @Test func aMissingNumberIsAnErrorOrSkipped() throws {
    let table = try table("run,N,loss\na,1,\nb,NA,3\n,3,2\nd,4,nan\n")
    let error = #expect(throws: TableError.self) { try table.select(["N", "loss"]) }
    #expect(
      error?.description == "x.csv: line 3, column \"N\": \"NA\" is missing; fill it in, or use --skip-missing")
    let selection = try table.select(["N", "loss"], text: ["run"], missing: .skip)
    #expect(selection.columns == [[3], [2]] && selection.texts == [[""]])
    #expect(selection.lines == [4] && selection.skipped == 3)
    // Only requested columns count.
    #expect(try table.column("N", missing: .skip) == [1, 3, 4])
    #expect(throws: TableError.self) { try table.select(["1-N"]) }
    #expect(try table.column("1-N", missing: .skip) == [0, -2, -3])
  }

  @Test func nothingLeftIsAnError() throws {
    let error = #expect(throws: TableError.self) { try table("a,b\n1,\n,2\n").select(["a", "b"], missing: .skip) }
    #expect(error?.problem == "each of its 2 rows misses a value of a, b")
  }

  @Test(arguments: [
    ("a\nx\n", 2, "\"x\" is no number"), ("a\n\n1\n\"1,000\"\n", 4, "\"1,000\" is no number"),
    ("a\n\"x\ny\"\n", 2, "\"x\\ny\" is no number"),
    ("a\n\(String(repeating: "z", count: 50))", 2, "\"\(String(repeating: "z", count: 40))\"… is no number"),
  ])
  func aBadNumberNamesLineAndColumn(_ csv: String, _ line: Int, _ problem: String) throws {
    for missing in [MissingValues.refuse, .skip] {
      let error = #expect(throws: TableError.self) { try table(csv).column("a", missing: missing) }
      #expect(error?.line == line && error?.column == "\"a\"" && error?.problem == problem)
    }
  }

  @Test(arguments: ["inf", "-Infinity", "1e999"]) func anInfiniteNumberIsAnErrorOrSkipped(_ infinite: String) throws {
    let table = try table("a\n1\n\(infinite)\n")
    let error = #expect(throws: TableError.self) { try table.column("a") }
    #expect(error?.line == 3 && error?.problem == "\"\(infinite)\" is infinite")
    #expect(try table.column("a", missing: .skip) == [1])
  }

  /// What a spreadsheet writes where a value is missing.
  @Test func wordsForNothingAreSkipped() throws {
    let rows = ["1;#N/A", "2;#DIV/0!", "3;n/a", "4;-", "5;None", "6;inf", "7;3.1", "8;–", "9;#NV"]
    let selection = try table((["N;loss"] + rows).joined(separator: "\n")).select(["N", "loss"], missing: .skip)
    #expect(selection.columns == [[7], [3.1]] && selection.skipped == 8)
  }

  @Test func aColumnWithoutANameIsCalledByItsNumber() throws {
    #expect(#expect(throws: TableError.self) { try table("1,2\n1,x").column("2") }?.column == "2")
    #expect(#expect(throws: TableError.self) { try table(",b\nx,2").column("1") }?.column == "1")
  }

  @Test func derivedColumnsAreComputed() throws {
    let table = try table("N,D,accuracy,1-N,c4 loss\n2,3,0.25,7,50%\n4,5,0.75,8,60%\n")
    #expect(try table.column("1-accuracy") == [0.75, 0.25])
    #expect(try table.column("6 * N * D") == [36, 120])
    #expect(try table.column("1-N") == [7, 8])
    #expect(try table.column("1 - N") == [-1, -3])
    #expect(try table.column("1-`3`") == [0.75, 0.25])
  }

  @Test func functionsPowersAndNamesWithOperators() throws {
    let table = try table("log N,val/acc,ppl,n (M)\n3,0.25,1,2\n4,0.75,1e2,3\n")
    #expect(try table.column("10^`log N`") == [1e3, 1e4] && table.column("10^log N") == [1e3, 1e4])
    #expect(try table.column("1-val/acc") == [0.75, 0.25] && table.column("val/acc") == [0.25, 0.75])
    #expect(try table.column("log10(ppl)/n (M)") == [0, 2.0 / 3])
    let error = #expect(throws: TableError.self) { try table.column("log(ppl-1)") }
    #expect(error?.line == 2 && error?.problem == "the result is infinite")
  }

  @Test func aDerivedNumberMustBeFinite() throws {
    let table = try table("a,b\n1,1\n1,0\n")
    let error = #expect(throws: TableError.self) { try table.column("a/b") }
    #expect(error?.line == 3 && error?.column == "a/b" && error?.problem == "the result is infinite")
    #expect(#expect(throws: TableError.self) { try table.column("0*a/b") }?.problem == "the result is undefined")
  }
}
