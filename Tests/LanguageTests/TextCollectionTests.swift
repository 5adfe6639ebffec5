import Foundation
import Language
import Testing

@Suite struct TextCollectionTests {
  @Test func aFolderGivesItsTextsInOrderAndSaysWhatItLeavesOut() throws {
    try withFolder { folder in
      try Data("second".utf8).write(to: folder.appending(path: "b.txt"))
      try Data("first".utf8).write(to: folder.appending(path: "a.md"))
      try Data([0x66, 0xFF, 0xFE]).write(to: folder.appending(path: "c.txt"))
      try Data("no text".utf8).write(to: folder.appending(path: "d.bin"))
      try Data("<p>a &lt; b</p><script>x()</script>".utf8).write(to: folder.appending(path: "e.html"))
      let texts = try TextCollection(at: folder)
      #expect(texts.documents.map(\.name) == ["a.md", "b.txt", "e.html"])
      #expect(texts.documents.last?.text == "a < b")
      #expect(texts.omissions.map(\.path) == ["c.txt"] && texts.omissions[0].reason.contains("UTF-8"))
    }
  }

  @Test func linesAreTextsOrPromptsWithCompletions() throws {
    try withFolder { folder in
      let file = folder.appending(path: "x.jsonl")
      try Data("{\"text\": \"one\"}\n\n{\"prompt\": \"2+2=\", \"completion\": \"4\"}\n".utf8).write(to: file)
      let texts = try TextCollection(at: file)
      #expect(texts.documents.map(\.prompt) == ["", "2+2="] && texts.documents.map(\.text) == ["one", "4"])
      try Data("{\"text\": \"one\"}\n{\"answer\": 4}\n".utf8).write(to: file)
      #expect { try TextCollection(at: file) } throws: { "\($0)".contains("line 2") }
    }
  }

  @Test func whatHoldsNoTextIsAnError() throws {
    try withFolder { folder in
      #expect(throws: LanguageError.self) { try TextCollection(at: folder) }
      #expect(throws: LanguageError.self) { try TextCollection(at: folder.appending(path: "none")) }
      try Data(" \n".utf8).write(to: folder.appending(path: "a.txt"))
      #expect(throws: LanguageError.self) { try TextCollection(at: folder) }
    }
  }
}
