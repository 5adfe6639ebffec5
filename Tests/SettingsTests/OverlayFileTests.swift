import Foundation
import Settings
import Testing

@Suite("Files and the files that they change") struct OverlayFileTests {
  /// Reads the first of some files, named `a.yaml`, `b.yaml`, `folder/c.yaml`, …
  private func read(_ files: [(name: String, text: String)]) throws -> OverlaySample {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "overlay-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    return try Overlay.read(URL(fileURLWithPath: files[0].name, relativeTo: folder), over: OverlaySample())
  }

  private func error(_ files: [(name: String, text: String)]) -> String? {
    #expect(throws: OverlayError.self) { try read(files) }?.description
  }

  @Test func aFileSaysWhatDiffersFromItsBase() throws {
    let sample = try read([
      ("a.yaml", "base: folder/b.yaml\nname: a\ninner: {rate: 3}"),
      ("folder/b.yaml", "base: ../c.yaml\nname: b\ninner: {steps: 2}"),
      ("c.yaml", "seed: 7\ninner: {steps: 9, rate: 9}"),
    ])
    var expected = OverlaySample()
    (expected.name, expected.seed, expected.inner) = ("a", 7, .init(steps: 2, rate: 3))
    #expect(sample == expected)
  }

  @Test func aListOfTheBaseIsReplacedWhole() throws {
    let base = "stages:\n- {steps: 1, lengths: [3]}\n- {steps: 2}"
    #expect(try read([("a.yaml", "base: b.yaml"), ("b.yaml", base)]).stages.map(\.steps) == [1, 2])
    let sample = try read([("a.yaml", "base: b.yaml\nstages: [{steps: 5}]"), ("b.yaml", base)])
    #expect(sample.stages == [.init(steps: 5)])
  }

  @Test(arguments: ["name: a\nseed: 2", "name : a\nseed : 2", "{name: a, seed: 2}", "{\"name\": \"a\", \"seed\": 2}"])
  func anyFormOfYAMLWillDo(text: String) throws {
    let sample = try read([("a.yaml", text)])
    #expect(sample.name == "a" && sample.seed == 2)
  }

  @Test(arguments: ["", "\n# only a comment\n", "---\n", "~"]) func aFileThatSaysNothingIsRefused(text: String) {
    #expect(
      error([("a.yaml", text)])
        == "a.yaml: it says nothing; write what differs from the defaults, or {} for the defaults themselves")
  }

  @Test func theDefaultsThemselvesMayBeMeant() throws {
    #expect(try read([("a.yaml", "{}")]) == OverlaySample())
  }

  @Test func whatIsWrongNamesItsOwnFileAndLine() {
    #expect(
      error([("a.yaml", "base: b.yaml\nname: a"), ("b.yaml", "name: b\n\nsede: 3")])
        == "b.yaml:3: sede: unknown key; the nearest are seed, name, rate")
    #expect(
      error([("a.yaml", "base: x/b.yaml"), ("x/b.yaml", "base: c.yaml"), ("x/c.yaml", "sede: 3")])?
        .hasPrefix("x/c.yaml:1: sede: ") == true)
    #expect(
      error([("a.yaml", "base: b.yaml\nseed: x"), ("b.yaml", "name: b")])?.hasPrefix("a.yaml:2: seed: ") == true)
  }

  @Test func aCircleIsRefused() {
    #expect(
      error([("a.yaml", "name: a\nbase: b.yaml"), ("b.yaml", "base: c.yaml"), ("c.yaml", "name: c\nbase: a.yaml")])
        == "c.yaml:2: base: it is based on itself (a.yaml → b.yaml → c.yaml → a.yaml); "
        + "name another file, or leave base out")
    #expect(error([("a.yaml", "base: a.yaml")])?.contains("a.yaml → a.yaml") == true)
  }

  @Test func aBaseThatIsNotThereIsNamedWhereItStands() {
    #expect(
      error([("a.yaml", "name: a\nbase: none.yaml")])
        == "a.yaml:2: base: there is no file none.yaml; give a path from this file's folder")
    #expect(error([("a.yaml", "base: [b.yaml]")])?.hasPrefix("a.yaml:1: base: expected the path of a file") == true)
  }

  @Test func aFileThatIsNotThereOrNoTextIsNamed() throws {
    let nowhere = URL(fileURLWithPath: "/nowhere/a.yaml")
    let error = #expect(throws: OverlayError.self) { try Overlay.read(nowhere, over: OverlaySample()) }
    #expect(error?.problem == "there is no such file")
  }

  @Test func aKeyOfTheConfigurationItselfIsNoBase() throws {
    struct Study: Codable { var base = "" }
    let file = FileManager.default.temporaryDirectory.appending(path: "overlay-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try "base: none.yaml".write(to: file, atomically: true, encoding: .utf8)
    #expect(try Overlay.read(file, over: Study()).base == "none.yaml")
  }
}
