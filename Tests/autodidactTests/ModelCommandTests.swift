import ArgumentParser
import Foundation
import Language
import Testing

@testable import autodidact

@Suite struct ModelCommandTests {
  private func withFolder(_ body: (ModelFolder) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(ModelFolder(url))
  }

  @Test func whatIsHereAndWhatCanBeGotIsListed() async throws {
    try await withFolder { folder in
      let list = try ModelCommand.List.parse([])
      let before = Recorder()
      try list.list(folder, to: Output(.people, console: before.console()))
      #expect(before.text.contains("autodidact model get smollm2"))
      try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
      let known = KnownModel.all[0]
      let place = folder.url.appending(path: known.file)
      try Data(count: 5).write(to: place)
      let after = Recorder()
      try list.list(folder, to: Output(.json, console: after.console()))
      #expect(after.text.contains(known.file) && after.text.contains(known.license))
      // What is here is not brought again.
      let get = Recorder()
      try await ModelCommand.Get.parse([known.name]).get(
        folder, to: Output(.people, console: get.console()), console: Recorder().console())
      #expect(get.text.contains("is here already"))
      try ModelCommand.Remove.parse([known.name]).remove(folder, to: Recorder().console())
      #expect(!FileManager.default.fileExists(atPath: place.path))
    }
  }

  @Test func unknownNamesAreBadInputAndLeaveNothing() async throws {
    try await withFolder { folder in
      await #expect(throws: BadInputError.self) {
        try await ModelCommand.Get.parse(["gpt9"]).get(folder, to: Output(.json), console: Recorder().console())
      }
      #expect(throws: BadInputError.self) {
        try ModelCommand.Remove.parse(["gpt9"]).remove(folder, to: Recorder().console())
      }
      #expect(throws: LanguageError.self) {
        try ModelCommand.Show.parse(["gpt9"]).show(folder, to: Output(.json, console: Recorder().console()))
      }
      #expect(!FileManager.default.fileExists(atPath: folder.url.path))
    }
  }
}
