import Foundation
import Scaling
import Testing

@testable import Experiments

@Suite struct StudyTableTests {
  private let table = StudyTable(
    study: "a, \"b\"",
    rows: [
      .init(
        sweep: "width", run: "one", group: .trained,
        numbers: ["width": 8, "steps": 5, "accuracy": 0.1 + 0.2, "seconds": 1e-7, "tasks": .nan]),
      .init(sweep: "width", run: "two", group: .trained, numbers: ["width": 16, "steps": 5, "accuracy": 1.0 / 3]),
      .init(sweep: "given", run: "three", group: .heldOut, numbers: ["steps": 0, "accuracy": 0.5]),
    ])

  @Test func textReadsBackExactly() throws {
    #expect(try StudyTable(csv: table.csv, named: "study.csv") == table)
    #expect(try JSONDecoder().decode(StudyTable.self, from: Data(table.json.utf8)) == table)
    #expect(table.csv.hasPrefix("study,sweep,run,group,width,steps,seconds,accuracy,error\n"))
    #expect(StudyTable.text(of: 240 * 0.0125) == "3" && StudyTable.text(of: 0.5) == "0.5")
  }

  @Test func columnsAreOfTheRowsThatHaveAll() throws {
    let columns = try table.columns(["width", "error"], at: ["steps": 5])
    #expect(columns.runs == ["one", "two"] && columns.values["width"] == [8, 16])
    #expect(columns.values["error"] == [1 - (0.1 + 0.2), 1 - 1.0 / 3])
    #expect(try table.columns(["accuracy"], group: .heldOut).runs == ["three"])
    #expect(try table.columns(["accuracy"], sweep: "width").runs == ["one", "two"])
  }

  @Test func whatIsNotThereIsSaid() throws {
    for (names, sweep, fixed, words) in [
      (["widht"], nil, [:], "nearest: width"), (["accuracy"], "depth", [:], "it has width, given"),
      (["width"], "given", [:], "no row"), (["width"], nil, ["steps": 7], "steps 7"),
    ] as [([String], String?, [String: Double], String)] {
      let error = try #require(throws: ConfigurationError.self) {
        try table.columns(names, sweep: sweep, at: fixed)
      }
      #expect(error.problem.contains(words), "\(error)")
    }
  }

  @Test func aDamagedFileNamesTheLine() throws {
    let good = "study,sweep,run,group,width\ns,w,r,trained,8\n"
    #expect(try StudyTable(csv: good, named: "x").rows.count == 1)
    for (csv, line) in [
      ("a,b\n1,c\n", 1), (good + "s,w,r,trained\n", 3), (good + "s,w,r,tested,8\n", 3),
      (good + "s,w,r,trained,eight\n", 3),
    ] {
      let error = try #require(throws: (any Error).self) { try StudyTable(csv: csv, named: "x") }
      #expect("\(error)".hasPrefix("x:") && "\(error)".contains("\(line)"), "\(error)")
    }
    #expect(throws: TableError.self) { try StudyTable(csv: "", named: "x") }
  }
}
