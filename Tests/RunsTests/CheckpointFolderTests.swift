import Foundation
import Testing

@testable import Runs

@Suite struct CheckpointFolderTests {
  private func files(_ text: String) -> [CheckpointFile] {
    [CheckpointFile("model.safetensors", Data(text.utf8)), CheckpointFile("state.json", Data("{}".utf8))]
  }

  private func names(in folder: CheckpointFolder) -> [String] {
    Disk.names(in: folder.url).sorted()
  }

  @Test func theNewestStay() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url, keeping: 2)
      for step in [5, 50, 500, 1_000_000] { try folder.write(step: step, files: files("\(step)")) }
      #expect(folder.steps == [500, 1_000_000])
      let latest = try #require(folder.latest().checkpoint)
      #expect(latest.step == 1_000_000 && latest.bytes == 9)
      #expect(try String(contentsOf: folder.file("model.safetensors", of: latest), encoding: .utf8) == "1000000")
    }
  }

  @Test func theBestStaysUntilABetterOneComes() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url, keeping: 1)
      try folder.write(step: 1, files: files("1"), isBest: true)
      for step in 2...4 { try folder.write(step: step, files: files("x")) }
      #expect(folder.steps == [1, 4])
      #expect(try folder.checkpoint(at: 1).isBest)
      try folder.write(step: 5, files: files("5"), isBest: true)
      try folder.write(step: 6, files: files("6"))
      #expect(folder.steps == [5, 6])
    }
  }

  @Test func theSameStepIsReplaced() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url)
      try folder.write(step: 7, files: files("old"))
      try folder.write(step: 7, files: files("new"))
      let latest = try #require(folder.latest().checkpoint)
      #expect(try String(contentsOf: folder.file("model.safetensors", of: latest), encoding: .utf8) == "new")
      #expect(names(in: folder) == ["step-000007"])
    }
  }

  @Test func goingBackForgetsTheFuture() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url, keeping: 1)
      try folder.write(step: 10, files: files("10"))
      try folder.write(step: 20, files: files("20"), isBest: true)
      try folder.write(step: 15, files: files("15"))
      #expect(folder.steps == [15] && folder.bestStep == nil)
      #expect(folder.latest().checkpoint?.step == 15)
    }
  }

  @Test func aTornCheckpointIsPassedOver() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url, keeping: 6)
      for step in 1...6 { try folder.write(step: step, files: files("model")) }
      let model = (1...6).map { url.appendingPathComponent("step-00000\($0)/model.safetensors") }
      let manifest = (1...6).map { url.appendingPathComponent("step-00000\($0)/manifest.json") }
      try Data("mod".utf8).write(to: model[5])
      try Data("mOdel".utf8).write(to: model[4])
      try FileManager.default.removeItem(at: model[3])
      try Data("{".utf8).write(to: manifest[2])
      try Data(contentsOf: manifest[0]).write(to: manifest[1])
      let search = folder.latest()
      #expect(search.checkpoint?.step == 1)
      let right = Checksum.text(of: Data("model".utf8)), wrong = Checksum.text(of: Data("mOdel".utf8))
      #expect(
        search.skipped == [
          .wrongSize(path: model[5].path, expected: 5, found: 3),
          .wrongChecksum(path: model[4].path, expected: right, found: wrong),
          .cannotRead(path: model[3].path, reason: "there is no such file"),
          .invalidManifest(path: manifest[2].path, reason: "it is not the JSON of a manifest"),
          .invalidManifest(path: manifest[1].path, reason: "it is of step 1, and its folder of step 2"),
        ])
    }
  }

  @Test func aManifestCannotPointOutside() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url)
      try folder.write(step: 1, files: files("model"))
      let manifest = url.appendingPathComponent("step-000001/manifest.json")
      let text = try String(contentsOf: manifest, encoding: .utf8)
      try WholeFile.write(text.replacing("state.json", with: "../secret"), to: manifest)
      #expect(
        throws: CheckpointError.invalidManifest(path: manifest.path, reason: "\"../secret\" is no name of a file")
      ) { try folder.checkpoint(at: 1) }
    }
  }

  @Test func leftoversAreIgnoredAndCleaned() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url)
      try folder.write(step: 1, files: files("1"))
      // What a kill leaves: a half-written one, one moved aside before its replacement arrived, a temporary file.
      for name in [".writing-step-000002", ".replaced-step-000001", "step-2", "step-000002.old"] {
        try FileManager.default.createDirectory(
          at: url.appendingPathComponent(name), withIntermediateDirectories: true)
      }
      try WholeFile.write("torn", to: url.appendingPathComponent(".writing-step-000002/model.safetensors"))
      try WholeFile.write("torn", to: url.appendingPathComponent(".best.123.tmp"))
      #expect(folder.steps == [1])
      #expect(folder.latest().checkpoint?.step == 1)
      try folder.write(step: 3, files: files("3"))
      #expect(names(in: folder) == ["step-000001", "step-000002.old", "step-000003", "step-2"])
    }
  }

  @Test func aKillBetweenTheTwoRenamesLosesNothing() async throws {
    try await withTemporaryFolder { url in
      let folder = CheckpointFolder(url: url)
      try folder.write(step: 1, files: files("1"))
      try Disk.rename(
        url.appendingPathComponent("step-000001"), to: url.appendingPathComponent(".replaced-step-000001"))
      try folder.write(step: 2, files: files("2"))
      #expect(folder.steps == [1, 2])
    }
  }

  @Test func aFolderThatCannotBeMadeIsAnError() async throws {
    try await withTemporaryFolder { url in
      let file = url.appendingPathComponent("file")
      try WholeFile.write("text", to: file)
      let path = file.appendingPathComponent("step-000001").path
      #expect(throws: CheckpointError.cannotWrite(path: path, reason: "Not a directory")) {
        try CheckpointFolder(url: file).write(step: 1, files: files("1"))
      }
    }
  }
}
