import Foundation
import Language
import Testing

@Suite struct ModelFolderTests {
  @Test func namesPathsAndWhatIsMissing() throws {
    try withFolder { url in
      let folder = ModelFolder(url.appending(path: "models"))
      #expect(folder.entries.isEmpty)
      let known = try #require(KnownModel.all.first)
      #expect { try folder.resolve(known.name) } throws: { "\($0)".contains("autodidact model get \(known.name)") }
      #expect { try folder.resolve("smolm2") } throws: { "\($0)".contains("nearest: smollm2") }

      let own = folder.url.appending(path: "own")
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try Data(count: 30).write(to: own.appending(path: "model.safetensors"))
      try Data(count: 7).write(to: folder.url.appending(path: "other.gguf"))
      try Data(count: 5).write(to: folder.url.appending(path: known.file))
      // A download that did not end is no model.
      try Data(count: 5).write(to: folder.url.appending(path: ".get-1"))
      #expect(folder.entries.map(\.name) == ["other", "own", known.name].sorted())
      #expect(folder.entries.first { $0.name == "own" }?.bytes == 30)
      #expect(try folder.resolve(known.name).lastPathComponent == known.file)
      #expect(try folder.resolve("other").lastPathComponent == "other.gguf")
      // A path is a model before a name is.
      #expect(try folder.resolve(own.path).path == own.path)
    }
  }

  @Test func theFolderIsTheUsers() {
    #expect(ModelFolder(environment: ["AUTODIDACT_MODELS": "/m", "XDG_DATA_HOME": "/x"]).url.path == "/m")
    #expect(ModelFolder(environment: ["XDG_DATA_HOME": "/x"]).url.path == "/x/autodidact/models")
    #expect(ModelFolder(environment: [:]).url.path.hasSuffix("/.local/share/autodidact/models"))
  }
}
