import Testing

@testable import Service

@Suite struct TrainingFileTests {
  private let chat = #"{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}"#
  private let task = #"{"messages":[{"role":"user","content":"1+1"}],"answer":"2","level":3}"#

  private func file(_ lines: String...) throws -> TrainingFile {
    try TrainingFile(Array(lines.joined(separator: "\n").utf8))
  }

  private func message(_ lines: String...) -> String? {
    do {
      _ = try TrainingFile(Array(lines.joined(separator: "\n").utf8))
      return nil
    } catch {
      return error.message
    }
  }

  @Test func fourKindsOfLinesAreRead() throws {
    #expect(try file(chat, "", chat + "\r").lines == [1, 3])
    #expect(try file(#"{"prompt":"a","completion":" b"}"#).form == .completion)
    let preference = try file(
      #"{"input":{"messages":[{"role":"user","content":"a"}],"tools":[]},"preferred_output":[{"role":"assistant","content":"x"}],"non_preferred_output":[{"role":"assistant","content":"y"}]}"#
    )
    #expect(preference.form == .preference)
    guard case .task(let messages, let item) = try file(task).examples[0] else {
      Issue.record("not a task")
      return
    }
    #expect(messages.messages.count == 1 && item == ["answer": "2", "level": 3])
  }

  @Test func errorsNameTheLineAndTheRule() {
    #expect(message("") == "the file has no examples")
    #expect(message(chat, chat, task) == "line 3: the last message is not of the assistant; end with the assistant's")
    #expect(
      message(task, chat)
        == "line 2: the last message is of the assistant; end with the user's, as the lines before")
    #expect(
      message(chat, "", #"{"prompt":"a","completion":"b"}"#)
        == "line 3: the lines before are chats, and this is of prompts and completions; keep to one kind")
    #expect(message(chat, "{\"messages\":[}")?.hasPrefix("line 2: messages[0]: '}' instead of") == true)
    #expect(message(#"{"a":1}"#) == "line 1: messages: a list of at least one message is expected")
    #expect(message(#"{"prompt":"a","completion":""}"#) == "line 1: completion: it is empty")
    #expect(message(#"{"prompt":"a","completion":"b","x":1}"#)?.hasPrefix("line 1: x: the key is not known") == true)
    #expect(
      message(chat.replacing(#""hello""#, with: #""hello","weight":0"#))
        == "line 1: every message of the assistant has weight 0; nothing would be learned")
    #expect(
      message(chat.replacing(#""hello""#, with: #""hello","weight":2"#))
        == "line 1: messages[1].weight: 2.0 is neither 0 nor 1")
    #expect(
      message(chat.replacing(#""hi""#, with: #""hi","weight":1"#))
        == "line 1: messages[0].weight: only messages of the assistant have one")
    #expect(
      message(chat.replacing("user", with: "robot"))?.hasPrefix("line 1: messages[0].role: \"robot\" is none") == true)
  }

  @Test func aMethodRefusesWhatItDoesNotLearnFrom() throws {
    try file(chat).require([.chat, .completion], for: "supervised")
    #expect(throws: OpenAIError.self) { try file(chat).require([.preference], for: "dpo") }
    do {
      try file("", task).require([.chat, .completion], for: "supervised")
    } catch let error as OpenAIError {
      #expect(error.message == "line 2: the last message is not of the assistant; end with the assistant's")
    }
  }
}
