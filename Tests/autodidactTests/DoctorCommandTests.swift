import ArgumentParser
import Foundation
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct DoctorCommandTests {
  @Test func whatIsInPlaceIsFine() async throws {
    try await withTemporaryFolder { folder in
      let recorder = Recorder()
      try DoctorCommand.parse(["--runs-dir", folder.path, "--json"])
        .examine(to: Output(.json, console: recorder.console()))
      let list = try #require(try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [[String: Any]])
      let verdicts = Dictionary(
        uniqueKeysWithValues: list.map { ($0["name"] as? String ?? "", $0["verdict"] as? String) })
      for name in ["version", "threads", "devices", "runs", "gradient", "network"] {
        #expect(verdicts[name] == "fine", "\(name)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func aDamagedStoreIsBroken() async throws {
    try await withTemporaryFolder { folder in
      try Data(repeating: 7, count: 9_000).write(to: folder.appendingPathComponent("store.sqlite"))
      let recorder = Recorder()
      #expect(throws: ExitCode.failure) {
        try DoctorCommand.parse(["--runs-dir", folder.path]).examine(to: Output(.people, console: recorder.console()))
      }
      #expect(recorder.text.contains("broken") && recorder.text.contains("--runs-dir"))
    }
  }
}
