import Testing

@testable import Scaling

@Suite struct DecimalMarkTests {
  func column(_ csv: String, _ name: String, decimal: DecimalMark? = nil) throws(TableError) -> [Double] {
    try DataTable(csv: csv, named: "x.csv", decimal: decimal).column(name)
  }

  @Test func aCommaBeforeDecimalsIsUnderstood() throws {
    let german = "\u{FEFF}\"N\";\"Verlust\"\n10000000;4,4141\n2.560.000.000;2,31\n"
    #expect(try column(german, "Verlust") == [4.4141, 2.31] && column(german, "N") == [1e7, 2.56e9])
    #expect(try column("a\tb\n1,5\t-0,812\n2\t1,5e-3\n", "b") == [-0.812, 1.5e-3])
    #expect(try column("N,loss\n10,\"4,41\"\n20,\"3,9\"\n", "loss") == [4.41, 3.9])
    // Another column of the file tells what the groups are.
    #expect(try column("steps;loss\n500;3,25\n1.000;3,1\n2.000;2,95\n", "steps") == [500, 1000, 2000])
  }

  @Test func aPointBeforeDecimalsStaysOne() throws {
    #expect(try column("steps;loss\n500;3.25\n1000;3.1\n", "loss") == [3.25, 3.1])
    #expect(try column("steps;loss\n1.000;3.25\n2.000;3.1\n", "steps") == [1, 2])
    #expect(try column("steps,loss\n500,3.125\n1000,3.111\n", "loss") == [3.125, 3.111])
    #expect(try column("steps;error\n1;0.812\n2;0.640\n", "error") == [0.812, 0.64])
    #expect(try column("N,loss\n\"1,000,000\",3.25\n\"2,000,000\",3.1\n", "N") == [1e6, 2e6])
  }

  @Test func thousandsOrDecimalsAreAsked() throws {
    let steps = "steps;error\n500;812\n1.000;640\n2.000;511\n"
    let error = #expect(throws: TableError.self) { try column(steps, "steps") }
    #expect(error?.line == 3 && error?.problem.hasPrefix("\"1.000\" may be 1000") == true)
    #expect(try column(steps, "error") == [812, 640, 511])
    #expect(try column(steps, "steps", decimal: .comma) == [500, 1000, 2000])
    #expect(try column(steps, "steps", decimal: .point) == [500, 1, 2])
    #expect(throws: TableError.self) { try column("s\te\n500\t8\n1.000\t6\n", "s") }
    #expect(try column("e\tloss\n1\t3.125\n2\t2.718\n", "loss") == [3.125, 2.718])
    #expect(throws: TableError.self) {
      try DataTable(csv: steps, named: "x.csv").rows(where: [#require(RowCondition("steps>=1000"))])
    }
  }

  @Test(arguments: ["1.2.3", "1.00.000", "1,234,5", "0.812.000", "12,34,567"]) func otherGroupsAreNoNumber(
    _ text: String
  ) {
    #expect(throws: TableError.self) { try column("a;b\n\(text);3.25\n", "a") }
  }
}
