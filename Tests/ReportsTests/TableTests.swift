import Foundation
import Testing

@testable import Reports

@Suite struct TableTests {
  private func best(_ highlight: Table.Highlight?, _ values: [[Double]]) throws -> [[Bool]] {
    let table = Table(
      ["a", "b", "c"], cells: values.map { $0.map { .number($0) } }, highlight: highlight)
    let html = table.html()
    try expectBalanced(html)
    return html.components(separatedBy: "<tr>").dropFirst(2).map { row in
      row.components(separatedBy: "<td").dropFirst().map { $0.contains("best") }
    }
  }

  @Test func theBestIsMarked() throws {
    let values: [[Double]] = [[1, 5, 3], [4, 2, 3]]
    #expect(try best(.highestInColumn, values) == [[false, true, false], [true, false, false]])
    #expect(try best(.lowestInColumn, values) == [[true, false, false], [false, true, false]])
    #expect(try best(.highestInRow, values) == [[false, true, false], [true, false, false]])
    #expect(try best(.lowestInRow, values) == [[true, false, false], [false, true, false]])
    #expect(try best(nil, values) == [[false, false, false], [false, false, false]])
  }

  @Test func equalsShareTheMarkAndNaNHasNone() throws {
    #expect(try best(.highestInRow, [[2, 2, 1]]) == [[true, true, false]])
    #expect(try best(.highestInRow, [[.nan, 1, 2]]) == [[false, false, true]])
    #expect(try best(.highestInRow, [[.nan, .nan, .nan]]) == [[false, false, false]])
    #expect(try best(.lowestInRow, [[.infinity, 1, 2]]) == [[false, true, false]])
  }

  @Test func numbersAreShownAsPeopleReadThem() {
    #expect(Table.Cell.number(-0.5, decimals: 2).text == "−0.50")
    #expect(Table.Cell.number(-0.0001, decimals: 2).text == "0.00")
    #expect(Table.Cell.number(.nan).text == "–")
    #expect(Table.Cell.number(-.infinity).text == "−∞")
    let percent = Table.Cell.percent(0.9312, interval: 0.918...0.942)
    #expect(percent.text == "93.1 %" && percent.detail == " (91.8–94.2)")
    #expect(Table.Cell.percent(.nan).text == "–")
  }

  @Test func raggedRowsAreFilled() throws {
    let html = Table(["a"], cells: [[.text("1"), .text("2")], []]).html()
    #expect(html.components(separatedBy: "<td").count == 5 && html.components(separatedBy: "<th>").count == 3)
    try expectBalanced(html)
  }
}
