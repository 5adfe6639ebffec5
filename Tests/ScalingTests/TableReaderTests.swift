import Testing

@testable import Scaling

@Suite struct TableReaderTests {
  func rows(_ csv: String) throws(TableError) -> [[String]] {
    let table = try DataTable(csv: csv, named: "x.csv")
    return (0..<table.rowCount).map { row in table.names.indices.map { table.text(row: row, column: $0) } }
  }

  @Test func quotesHoldSeparatorsNewlinesAndQuotes() throws {
    #expect(try rows("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n") == [["x,y", "say \"hi\""]])
    #expect(try rows("a,b\n\"two\r\nlines\",2\n\"\",3") == [["two\r\nlines", "2"], ["", "3"]])
    #expect(try rows("a,b\n\"\"\"\",\"\"\"\"\"\"\n") == [["\"", "\"\""]])
    #expect(try rows("a,b\n5\" disk,x\"\"y\n") == [["5\" disk", "x\"\"y"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func linesEndInEveryWay(_ end: String) throws {
    let csv = ["a,b", "1,2", "", "  ", "3,4"].joined(separator: end)
    #expect(try rows(csv) == [["1", "2"], ["3", "4"]])
    #expect(try rows(csv + end) == [["1", "2"], ["3", "4"]])
    #expect(try DataTable(csv: csv, named: "x.csv").lines == [2, 5])
  }

  @Test func theFirstLineTellsTheSeparator() throws {
    #expect(try rows("a\tb;c\n1\t2") == [["1", "2"]])
    #expect(try rows("a;b,c\n1;2") == [["1", "2"]])
    #expect(try rows("\n\n\"a;b\",c\n1,2;3") == [["1", "2;3"]])
    // Numbers with a decimal comma are no names.
    #expect(try rows("1,5;2,5\n3,5;4,5") == [["1,5", "2,5"], ["3,5", "4,5"]])
    #expect(try rows("a\tb\n\t \n1\t") == [["", ""], ["1", ""]])
  }

  @Test(arguments: ["sep=;\n", "\u{FEFF}sep=;\r\n", "\"sep=;\"\n", "SEP=;;\r"]) func aDeclaredSeparatorIsNoHeader(
    _ line: String
  ) throws {
    let table = try DataTable(csv: line + "N,M;loss\n10;4.5\n", named: "x.csv")
    #expect(try table.names == ["N,M", "loss"] && table.column("loss") == [4.5] && table.lines == [3])
    #expect(try rows("sep=|\na|b\n1|2") == [["1", "2"]] && rows("sep=,\na;b,c\n1,2") == [["1", "2"]])
  }

  @Test func spacesAroundFieldsAreDropped() throws {
    #expect(try rows(" a , b c \n 1 ,\t x y \n \"q\" , \" q \" ") == [["1", "x y"], ["q", " q "]])
  }

  @Test func anUnnamedColumnHasANumber() throws {
    // As pandas writes its index.
    let table = try DataTable(csv: ",N,loss\n0,10,3\n1,20,2\n", named: "x.csv")
    #expect(table.names == ["", "N", "loss"])
    #expect(try table.column("1") == [0, 1] && table.column("N") == [10, 20])
  }

  @Test func aTrailingSeparatorIsNoField() throws {
    #expect(try rows("a,b\n1,2,\n3,4") == [["1", "2"], ["3", "4"]])
    #expect(try rows("a,b,\n1,2,\n") == [["1", "2", ""]])
    #expect(throws: TableError.self) { try rows("a,b\n1,2,\"\"\n") }
    #expect(throws: TableError.self) { try rows("a,b\n1,2,,\n") }
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", 3, "1 field where line 1 has 2"), ("\na,b\n1,2,3\n", 3, "3 fields where line 2 has 2"),
    ("a,b\n\"x\n\n\",1\n3\n", 5, "1 field where line 1 has 2"), ("a;b\n1,2\n", 2, "1 field where line 1 has 2"),
  ])
  func aRaggedRowNamesItsLine(_ csv: String, _ line: Int, _ problem: String) {
    let error = #expect(throws: TableError.self) { try rows(csv) }
    #expect(error?.line == line && error?.problem == problem, "\(error?.description ?? "")")
  }

  @Test func aQuoteThatNeverClosesNamesWhereItOpens() {
    let error = #expect(throws: TableError.self) { try rows("a,b\n1,2\n3,\"x\n4,5\n\n") }
    #expect(error?.line == 3 && error?.column == "2" && error?.problem == "a quote opens here and never closes")
  }

  @Test func textBehindAClosingQuoteIsRefused() {
    let error = #expect(throws: TableError.self) { try rows("a,b\n\"x\ny\"z,2\n") }
    #expect(error?.line == 3 && error?.column == "1" && error?.problem == "text follows a closing quote")
  }
}
