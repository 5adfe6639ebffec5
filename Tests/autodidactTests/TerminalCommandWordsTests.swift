import ArgumentParser
import Foundation
import Testing

@testable import autodidact

@Suite struct TerminalCommandWordsTests {
  private func words(_ words: String...) -> CommandWords { CommandWords(words, of: Autodidact.self) }

  @Test func aMisspeltCommandHasANeighbour() {
    #expect(words("slove", "x").problem == "there is no command \"slove\"; did you mean solve?")
    #expect(words("scale", "vredict").problem?.hasSuffix("did you mean verdict?") == true)
    #expect(words("frobnicate").problem?.contains("solve") == true)
    for line in [["solve", "slove"], ["--help"], ["help", "solve"], [], ["list", "laws"]] {
      #expect(CommandWords(line, of: Autodidact.self).problem == nil, "\(line)")
    }
  }

  @Test func aNegativeNumberIsAValue() throws {
    let line = words("solve", "x", "--steps", "-1", "--json", "-x")
    #expect(line.words == ["solve", "x", "--steps=-1", "--json", "-x"])
    #expect(throws: (any Error).self) { try Autodidact.parseAsRoot(line.words) }
    do { _ = try Autodidact.parseAsRoot(line.words.prefix(4) + []) } catch {
      #expect(Autodidact.message(for: error).contains("--steps is -1; give 0 to 100000"))
    }
  }

  @Test func aValueThatIsNoneSaysWhatTheOptionTakes() {
    for (value, option, hint) in [
      ("abc", "--steps", "give a whole number"), ("1.5", "--attempts", "give a whole number"),
      ("x", "--seed", "give a whole number, 0 or more"),
    ] {
      let line = words("solve", "x", option, value)
      do {
        _ = try Autodidact.parseAsRoot(line.words)
        Issue.record("\(option) \(value) was taken")
      } catch {
        #expect(line.explained(Autodidact.fullMessage(for: error)).contains("; \(hint)"))
      }
    }
  }
}
