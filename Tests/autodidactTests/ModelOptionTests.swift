import Foundation
import Testing

@testable import autodidact

@Suite struct ModelOptionTests {
  @Test func homeThenTheProgramsFoldersThenHere() {
    let places = ModelOption.places(
      environment: ["AUTODIDACT_HOME": "/home/a"], program: URL(fileURLWithPath: "/opt/b/bin/autodidact"), working: "/c"
    ).map(\.path)
    let file = "Checkpoints/autodidact-small.safetensors"
    #expect(places == ["/home/a/\(file)", "/opt/b/bin/\(file)", "/opt/b/\(file)", "/opt/\(file)", "/c/\(file)"])
  }

  @Test func aFolderStandsForTheModelInIt() async throws {
    try await withTemporaryFolder { folder in
      #expect(ModelOption.file(of: folder.path).lastPathComponent == "model.safetensors")
      #expect(ModelOption.file(of: folder.path + "/a.safetensors").lastPathComponent == "a.safetensors")
    }
  }

  @Test func whereNoneIsTheErrorSaysWhatToDo() {
    #expect(NoModelError(places: ["/a", "/b"]).description.contains("--from"))
  }
}
