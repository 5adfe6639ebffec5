import Foundation
import Testing

@testable import Tasks

@Suite struct TaskFilesTests {
  @Test func aPathIsAFileOrADirectoryOfEitherFormat() throws {
    let folder = try Folder()
    let arc = try folder.write("b/one.json", ARCFileTests.valid)
    let sequences = try folder.write("a/two.jsonl", #"{"input": [1], "output": [2]}"#)
    #expect(try TaskFiles.load(arc).map(\.name) == ["one"])
    #expect(try TaskFiles.load(sequences).map(\.name) == ["two"])
    #expect(try TaskFiles.load(folder.path).map(\.name) == ["two", "one"])
    #expect(throws: TaskFileError.self) { try TaskFiles.load(folder.path + "/c.json") }
  }

  /// A task whose one demonstration makes 1 of 0, and that asks about these symbols.
  private func task(asking inputs: Int..., id: String? = nil) -> String {
    let test = inputs.map { "{\"input\": [[\($0)]]}" }.joined(separator: ",")
    return
      "{\(id.map { "\"id\": \"\($0)\"," } ?? "") \"train\": [{\"input\": [[0]], \"output\": [[1]]}], \"test\": [\(test)]}"
  }

  @Test func collectionsAreReadInEveryFormTheyComeIn() throws {
    let folder = try Folder()
    let (one, two) = (task(asking: 5), task(asking: 6, 7))
    for (text, names) in [
      ("{\"aa\": \(one), \"bb\": \(two)}", ["aa", "bb"]),
      ("[\(one), \(two)]", ["set_1", "set_2"]),
      ("[\(task(asking: 5, id: "aa")), \(task(asking: 6, 7, id: "bb"))]", ["aa", "bb"]),
      ("{\"version\": 2, \"tasks\": [\(task(asking: 5, id: "aa")), \(two)]}", ["aa", "tasks_2"]),
      ("{\"train\": {\"aa\": \(one)}, \"test\": {\"bb\": \(two)}}", ["aa", "bb"]),
    ] {
      let episodes = try TaskFiles.load(folder.write("set.json", text))
      #expect(episodes.map(\.name) == names, "\(text)")
      #expect(episodes.map { $0.query.map { $0.input.cells } } == [[[5]], [[6], [7]]], "\(text)")
    }
    let lines = try TaskFiles.load(folder.write("set.jsonl", "\(task(asking: 5, id: "aa"))\n\(two)\n"))
    #expect(lines.map(\.name) == ["aa", "set_2"])
  }

  @Test func aListOfPairsIsATaskThatAsksWhatHasNoOutputOrElseTheLast() throws {
    let folder = try Folder()
    let pairs = (0..<3).map { "{\"input\": [[\($0)]], \"output\": [[\($0 + 1)]]}" }
    let last = try TaskFiles.load(folder.write("00d62c1b.json", "[\(pairs.joined(separator: ","))]"))
    #expect(last.map(\.name) == ["00d62c1b"] && last[0].support.count == 2)
    #expect(last[0].query == [Query(input: Grid(rows: [[2]]), output: Grid(rows: [[3]]))])
    let asked = try TaskFiles.load(folder.write("x.json", "[\(pairs[0]), {\"input\": [[7]]}]"))
    #expect(asked[0].support.count == 1 && asked[0].query == [Query(input: Grid(rows: [[7]]))])
  }

  @Test func answersBesideACollectionAreItsOutputs() throws {
    let folder = try Folder()
    let text = "{\"aa\": \(task(asking: 5)), \"bb\": \(task(asking: 6, 7)), \"cc\": \(task(asking: 8))}"
    let file = try folder.write("arc_test_challenges.json", text)
    let answers = try folder.write("arc_test_solutions.json", "{\"aa\": [[[6]]], \"bb\": [[[7]], []], \"dd\": []}")
    for path in [file, folder.path] {
      let found = try TaskFiles(path)
      #expect(found.episodes.map { $0.query.map(\.output?.cells) } == [[[6]], [[7], nil], [nil]])
      #expect(
        Set(found.files.map { ($0 as NSString).lastPathComponent }) == [
          "arc_test_challenges.json", "arc_test_solutions.json",
        ])
    }
    #expect(#expect(throws: TaskFileError.self) { try TaskFiles(answers) }?.problem.contains("answers") == true)
    try folder.write("arc_test_solutions.json", "{\"bb\": [[[6]]]}")
    let error = #expect(throws: TaskFileError.self) { try TaskFiles(file) }
    #expect(error?.problem == "it has 1 outputs for 2 test inputs")
  }

  @Test func anOutputOfNothingIsUnknown() throws {
    for output in ["[]", "[[]]", "null"] {
      let text = """
        {"train": [{"input": [[0]], "output": [[1]]}], "test": [{"input": [[5]], "output": \(output)}]}
        """
      #expect(try TaskFiles(Data(text.utf8), named: "x.json").episodes[0].query == [Query(input: Grid(rows: [[5]]))])
      let line = "{\"input\": [0], \"output\": [1]}\n{\"input\": [5], \"output\": \(output)}"
      #expect(try TaskFiles(Data(line.utf8), named: "x.jsonl").episodes[0].query.map(\.output) == [nil])
    }
  }

  @Test func numbersOfOtherProgramsAreSymbols() throws {
    let text = "{\"input\": [3.0, 2e0, 0.1e1, -0, 9], \"output\": [0.0]}"
    #expect(try SequenceFile.parse(Array(text.utf8), file: "x").support[0].input.sequence == [3, 2, 1, 0, 9])
  }

  @Test func tasksOfOneNameAreToldApartByTheirPaths() throws {
    let folder = try Folder()
    for file in ["easy/a.json", "hard/a.json", "hard/b.json"] { try folder.write(file, ARCFileTests.valid) }
    try folder.write("more/set.json", "{\"b\": \(task(asking: 1)), \"c\": \(task(asking: 2))}")
    let files = try TaskFiles(folder.path)
    #expect(files.episodes.map(\.name) == ["easy/a", "hard/a", "hard/b", "more/set/b", "c"])
    #expect(files.areNamedByPath)
    let twice = "[\(task(asking: 1, id: "x")), \(task(asking: 2, id: "x"))]"
    #expect(Set(try TaskFiles(Data(twice.utf8), named: "s.json").episodes.map(\.name)).count == 2)
  }

  @Test func whatIsNoTaskIsSkippedAndWhatIsABadOneIsReportedBesideTheOthers() throws {
    let folder = try Folder()
    try folder.write("one.json", ARCFileTests.valid)
    try folder.write("index.json", "{\"tasks\": [\"one\"], \"version\": 2}")
    try folder.write("__MACOSX/one.json", "\u{0}\u{5}")
    try folder.write("._one.json", "\u{0}\u{5}")
    try folder.write("bad.json", "{\"train\": [{\"input\": [[11]]}], \"test\": []}")
    try folder.write("set.json", "{\"good\": \(task(asking: 1)), \"worse\": {\"train\": 3}}")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/gone.json", withDestinationPath: "\(folder.path)/nowhere.json")
    let files = try TaskFiles(folder.path)
    #expect(files.episodes.map(\.name) == ["one", "good"])
    #expect(files.skipped == ["index.json"])
    #expect(
      files.failures.map(\.problem) == [
        "the symbol 11 is outside 0...9", "it does not exist", "the number 3 instead of a list",
      ])
    #expect(throws: TaskFileError.self) { try TaskFiles.load(folder.path) }
  }

  @Test func aLinkThatIsNamedIsFollowed() throws {
    let folder = try Folder()
    try folder.write("tasks/one.json", ARCFileTests.valid)
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(folder.path)/tasks")
    #expect(try TaskFiles.load(link).map(\.name) == ["one"])
    #expect(try TaskFiles.load(link + "/one.json").map(\.name) == ["one"])
  }

  @Test func bytesAreReadByTheirForm() throws {
    let lines = "{\"input\": [1], \"output\": [2]}\n{\"input\": [3]}\n"
    #expect(try TaskFiles(Data(lines.utf8), named: "standard input").episodes[0].query.count == 1)
    #expect(try TaskFiles(Data(task(asking: 1, 2).utf8), named: "standard input").episodes[0].query.count == 2)
    #expect(throws: TaskFileError.self) { try TaskFiles(Data("{}".utf8), named: "standard input") }
  }
}
