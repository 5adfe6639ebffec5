import Testing

@testable import Repositories

@Suite struct SourceLanguageFirstBlockTests {
  @Test func aBlockByIndentationEndsBeforeALineThatIsIndentedLess() {
    let text = "    x = 1\n    if x:\n        y = 2\n\n    return y\n\n\ndef g():\n    pass\n"
    #expect(SourceLanguage.python.firstBlock(of: text) == "    x = 1\n    if x:\n        y = 2\n\n    return y")
    #expect(SourceLanguage.python.firstBlock(of: "    return 1") == "    return 1")
    #expect(SourceLanguage.ruby.firstBlock(of: "    1 + 2\n  end\nend\n") == "    1 + 2")
  }

  @Test func aBlockOfBracesEndsAtItsOwnBrace() {
    let text = "    if x { return \"}\" } // }\n    return y\n  }\n\n  func other() {}\n"
    #expect(SourceLanguage.swift.firstBlock(of: text) == "    if x { return \"}\" } // }\n    return y")
    #expect(SourceLanguage.swift.firstBlock(of: "    return f { $0 }") == "    return f { $0 }")
  }

  @Test func textHasNoBlocks() { #expect(SourceLanguage.text.firstBlock(of: "a }\nb") == "a }\nb") }
}
