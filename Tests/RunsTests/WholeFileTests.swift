import Foundation
import Runs
import Testing

@Suite struct WholeFileTests {
  @Test func itReplacesTheFileAndLeavesNothingElse() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("report.html")
      try WholeFile.write("old", to: file)
      try WholeFile.write("new", to: file)
      #expect(try String(contentsOf: file, encoding: .utf8) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }
  }

  @Test func aFailureNamesTheFileAndLeavesTheOldOne() async throws {
    try await withTemporaryFolder { folder in
      // A folder with something inside cannot be replaced by a file.
      let target = folder.appendingPathComponent("taken")
      try FileManager.default.createDirectory(
        at: target.appendingPathComponent("inner"), withIntermediateDirectories: true)
      let error = #expect(throws: WholeFileError.self) { try WholeFile.write("text", to: target) }
      #expect(error?.path == target.path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
    }
  }

  @Test func aMissingFolderIsAnErrorWithARemedy() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("nowhere/report.html")
      let error = #expect(throws: WholeFileError.self) { try WholeFile.write("text", to: file) }
      #expect(
        error.map { "\($0)".contains("No such file") && "\($0)".contains("check that its folder exists") } == true)
    }
  }

  @Test func aReaderNeverSeesAMixture() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("state.json")
      let versions = (0..<4).map { Data(repeating: UInt8(ascii: "a") + UInt8($0), count: 50_000) }
      try WholeFile.write(versions[0], to: file)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for version in versions {
          group.addTask { for _ in 0..<10 { try WholeFile.write(version, to: file) } }
        }
        group.addTask {
          for _ in 0..<200 {
            let data = try Data(contentsOf: file)
            #expect(versions.contains(data))
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
