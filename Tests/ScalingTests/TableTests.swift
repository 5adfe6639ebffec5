import Foundation
import Testing

@testable import Scaling

@Suite struct TableTests {
  @Test func columnsAreNamedByTheHeader() throws {
    let table = try DataTable(csv: "N,loss,run\n10,3.5,a\n20,3.25,b\n", named: "x.csv")
    #expect(table.names == ["N", "loss", "run"] && table.hasHeader && table.rowCount == 2)
    #expect(try table.column("loss") == [3.5, 3.25])
    #expect(try table.text("run") == ["a", "b"])
  }

  @Test func aFirstLineOfNumbersIsARow() throws {
    let table = try DataTable(csv: "10,3.5\n20,3.25\n", named: "x.csv")
    #expect(table.names == ["1", "2"] && !table.hasHeader && table.rowCount == 2)
    #expect(try table.column("2") == [3.5, 3.25])
    #expect(try DataTable(csv: "125m,NA,3.4\n", named: "x.csv").rowCount == 1)
    #expect(try DataTable(csv: "NA,nan\n1,2", named: "x.csv").hasHeader)
  }

  @Test func textAndBytesAndFileAreOneTable() throws {
    let csv = "\u{FEFF}größe;wert\r\n1;2\r\n"
    let url = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID()).csv")
    try Data(csv.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    for table in [
      try DataTable(csv: csv, named: "x.csv"), try DataTable(csv: Data(csv.utf8), named: "x.csv"),
      try DataTable(contentsOf: url),
    ] {
      #expect(table.names == ["größe", "wert"])
      #expect(try table.column("größe") == [1] && table.column("wert") == [2])
    }
  }

  @Test(arguments: ["", "\u{FEFF}", "\n \r\n\t\n"]) func nothingIsNoTable(_ csv: String) {
    let error = #expect(throws: TableError.self) { try DataTable(csv: csv, named: "x.csv") }
    #expect(error?.problem == "it is empty" && error?.line == nil && error?.file == "x.csv")
  }

  @Test func aHeaderAloneIsNoTable() {
    let error = #expect(throws: TableError.self) { try DataTable(csv: "\nN,loss\n\n", named: "x.csv") }
    #expect(error?.problem == "it has a header and no rows" && error?.line == 2)
  }

  @Test func manyRowsAreAllThere() throws {
    let count = 100_000
    var csv = "N,D,loss\n"
    for i in 0..<count { csv += "\(i),\(2 * i),0.5\n" }
    let selection = try DataTable(csv: csv, named: "x.csv").select(["N", "D", "loss"])
    let sum = Double(count * (count - 1) / 2)
    #expect(selection.columns.map { $0.reduce(0, +) } == [sum, 2 * sum, Double(count) / 2])
    #expect(selection.lines == Array(2...count + 1))
  }
}
