import Foundation
import Settings
import Testing

/// A configuration whose first version said `world` for `tasks.kind` and `average` for `decay`, and decayed by 0.5.
private struct Moved: Equatable, Versioned {
  struct Tasks: Equatable, Codable { var kind = "grids" }
  struct Stage: Equatable, Codable { var steps = 100 }
  var tasks = Tasks()
  var decay = 0.9
  var stages = [Stage()]

  static func moves(in given: Outline, over current: Outline) -> [KeyMove] {
    [KeyMove("world", to: "tasks.kind"), KeyMove("average", to: "decay"), KeyMove("steps", to: "stages.0.steps")]
  }

  static func defaults(of given: Outline) -> Moved? {
    guard given.at("world").text != nil else { return nil }
    var first = Moved()
    (first.decay, first.stages) = (0.5, [Stage(steps: 7)])
    return first
  }
}

@Suite("What an earlier version wrote") struct KeyMoveTests {
  private func read(_ yaml: String) throws(OverlayError) -> Moved {
    try Overlay.apply(yaml: yaml, named: "a.yaml", to: Moved())
  }

  private func moved(_ kind: String, _ decay: Double, _ steps: Int...) -> Moved {
    var expected = Moved()
    (expected.tasks.kind, expected.decay) = (kind, decay)
    expected.stages = steps.map { .init(steps: $0) }
    return expected
  }

  @Test(arguments: ["average: 0.3", "decay: 0.3", "{average: 0.4, decay: 0.3}"])
  func aKeyIsReadWhereItStoodToo(yaml: String) throws {
    #expect(try read(yaml) == moved("grids", 0.3, 100))
  }

  @Test func aFileOfAnEarlierVersionHasTheDefaultsOfItsTime() throws {
    #expect(try read("world: rows") == moved("rows", 0.5, 7))
    #expect(try read("{world: rows, average: 0.2, stages: [{}, {steps: 3}]}") == moved("rows", 0.2, 7, 3))
    #expect(try Overlay.apply(setting: "average=0.2", to: Moved()) == moved("grids", 0.2, 100))
    #expect(try Overlay.apply(setting: "steps=5", to: Moved()) == moved("grids", 0.9, 5))
  }

  @Test func soDoesAFileThatIsBasedOnOne() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "moves-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "world: rows\naverage: 0.2".write(to: folder.appending(path: "b.yaml"), atomically: true, encoding: .utf8)
    let file = folder.appending(path: "a.yaml")
    try "base: b.yaml\nstages: [{steps: 3}, {}]".write(to: file, atomically: true, encoding: .utf8)
    #expect(try Overlay.read(file, over: Moved()) == moved("rows", 0.2, 3, 7))
  }

  @Test func whatIsWrongIsNamedWhereItBelongs() {
    let error = #expect(throws: OverlayError.self) { try read("world: rows\naverage: much") }
    #expect(error?.keyPath == "decay" && error?.line == 2)
  }
}
