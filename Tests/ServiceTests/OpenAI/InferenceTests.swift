import Foundation
import Tasks
import Testing

@testable import Service

@Suite struct InferenceTests {
  private let client = RouterClient.inference(ToyHost())

  private func greedy(_ prompt: String, _ count: Int) -> String {
    String(decoding: ToyHost.greedy(prompt.utf8.map { Int($0) }, count).map { UInt8($0) }, as: UTF8.self)
  }

  @Test func aChatIsWrittenByItsTemplateAndAnswered() async throws {
    let reply = try await client.send(
      "POST", "/v1/chat/completions",
      ["model": "toy/tiny", "messages": [["role": "user", "content": "hi"]], "max_tokens": 5]
    ).json
    #expect(reply.at("choices.0.message.content") == .string(greedy("User: hi\n\nAssistant:", 5)))
    #expect(reply.at("choices.0.finish_reason") == "length" && reply.at("choices.0.logprobs") == .null)
    #expect(reply["usage"] == ["prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25])
  }

  @Test func aStreamIsTheAnswerInParts() async throws {
    let ask: JSONTree = [
      "model": "toy/tiny", "messages": [["role": "user", "content": "hi"]], "max_completion_tokens": 40, "n": 2,
      "logprobs": true, "top_logprobs": 2,
    ]
    let whole = try await client.send("POST", "/v1/chat/completions", ask).json
    let stream = try await client.send(
      "POST", "/v1/chat/completions", ask.with(["stream": true, "stream_options": ["include_usage": true]]))
    let events = try stream.events
    #expect(stream.type == "text/event-stream" && Set(events.compactMap { $0["id"] }).count == 1)
    for choice in 0..<2 {
      let own = events.filter { $0.at("choices.0.index") == .integer(choice) }
      #expect(own.first?.at("choices.0.delta") == ["role": "assistant", "content": ""])
      #expect(own.last?.at("choices.0.delta") == [:] && own.last?.at("choices.0.finish_reason") == "length")
      let text = own.compactMap { $0.at("choices.0.delta.content")?.string }.joined()
      #expect(.string(text) == whole.at("choices.\(choice).message.content"))
      let scores = own.flatMap { $0.at("choices.0.logprobs.content")?.items ?? [] }
      #expect(.list(scores) == whole.at("choices.\(choice).logprobs.content") && scores.count == 40)
    }
    #expect(events.dropLast().allSatisfy { $0["usage"] == .null })
    #expect(events.last?["usage"] == whole["usage"] && events.last?["choices"] == [])
  }

  @Test func aStopTextIsNoPartOfTheAnswer() async throws {
    let whole = greedy("a", 12)
    let stop = String(whole.dropFirst(5).prefix(2))
    let cut = try #require(whole.range(of: stop))
    for isStreamed in [false, true] {
      let reply = try await client.send(
        "POST", "/v1/completions",
        [
          "model": "toy/tiny", "prompt": "a", "max_tokens": 12, "stop": .string(stop), "logprobs": 0,
          "stream": .boolean(isStreamed),
        ])
      let events = isStreamed ? try reply.events : [try reply.json]
      #expect(events.compactMap { $0.at("choices.0.text")?.string }.joined() == String(whole[..<cut.lowerBound]))
      #expect(events.last?.at("choices.0.finish_reason") == "stop")
      let tokens = events.flatMap { $0.at("choices.0.logprobs.tokens")?.items ?? [] }
      #expect(tokens.compactMap(\.string).joined() == String(whole[..<cut.lowerBound]))
    }
  }

  @Test func promptsOfTokensAreScoredInOneCall() async throws {
    let prompts = [[97, 98, 99], [120, 97]]
    let reply = try await client.send(
      "POST", "/v1/completions",
      [
        "model": "toy/tiny", "prompt": .list(prompts.map { .list($0.map { .integer($0) }) }), "max_tokens": 0,
        "echo": true, "logprobs": 1,
      ]
    ).json
    for (index, prompt) in prompts.enumerated() {
      let scores = try #require(reply.at("choices.\(index).logprobs"))
      let expected = zip(prompt, prompt.dropFirst()).map { Double(ToyHost.logProbability($0, $1)) }
      #expect(scores["token_logprobs"] == .list([.null] + expected.map { .number($0) }))
      #expect(scores["text_offset"] == .list(prompt.indices.map { .integer($0) }))
      #expect(scores.at("top_logprobs.0") == .null)
      let likeliest = ToyHost.ranking(after: prompt[0])[0]
      let top = try #require(scores.at("top_logprobs.1"))
      #expect(top[String(Unicode.Scalar(UInt8(prompt[1])))] == .number(expected[0]))
      #expect(
        top[String(Unicode.Scalar(UInt8(likeliest)))] == .number(Double(ToyHost.logProbability(prompt[0], likeliest))))
      #expect(reply.at("choices.\(index).text")?.string?.utf8.map { Int($0) } == prompt)
    }
    #expect(reply["usage"] == ["prompt_tokens": 5, "completion_tokens": 0, "total_tokens": 5])
  }

  @Test func severalPromptsHaveTheirAnswersInOrder() async throws {
    let reply = try await client.send(
      "POST", "/v1/completions",
      ["model": "toy/tiny", "prompt": ["a", "b"], "n": 2, "best_of": 3, "max_tokens": 3, "temperature": 0]
    ).json
    let texts = reply["choices"]?.items?.compactMap { $0["text"]?.string }
    #expect(texts == [greedy("a", 3), greedy("a", 3), greedy("b", 3), greedy("b", 3)])
  }

  @Test func whatIsWrongIsNamed() async throws {
    let chat: JSONTree = ["model": "toy/tiny", "messages": [["role": "user", "content": "x"]]]
    let cases: [(String, JSONTree, Int, String?, String?)] = [
      ("chat/completions", ["model": "nope", "messages": []], 404, "model", "model_not_found"),
      ("chat/completions", ["messages": []], 400, "model", nil),
      ("chat/completions", ["model": "toy/tiny", "messages": []], 400, "messages", nil),
      (
        "chat/completions", ["model": "toy/tiny", "messages": [["role": "me", "content": "x"]]], 400, "messages[0]", nil
      ),
      ("chat/completions", chat.with(["temperature": 3]), 400, "temperature", nil),
      ("chat/completions", chat.with(["top_logprobs": 2]), 400, "top_logprobs", nil),
      ("chat/completions", chat.with(["colour": "red"]), 400, "colour", nil),
      ("chat/completions", chat.with(["logit_bias": ["1": 2]]), 400, "logit_bias", "unsupported_parameter"),
      ("completions", ["model": "toy/tiny", "prompt": [256]], 400, "prompt", nil),
      ("completions", ["model": "toy/tiny", "prompt": "a", "n": 2, "best_of": 1], 400, "best_of", nil),
      ("completions", ["model": "toy/tiny", "prompt": ""], 400, "prompt", nil),
      (
        "completions", ["model": "toy/tiny", "prompt": .string(String(repeating: "a", count: 400))], 400, "prompt",
        "context_length_exceeded"
      ),
    ]
    for (path, body, status, param, code) in cases {
      let reply = try await client.send("POST", "/v1/\(path)", body)
      #expect(reply.status == status, "\(body)")
      let error = try #require(try reply.json["error"])
      #expect(error["param"] == JSONTree(param) && error["code"] == JSONTree(code), "\(error)")
      #expect(error["type"] == "invalid_request_error" && error["message"]?.string?.isEmpty == false)
    }
    let broken = try await client.send("POST", "/v1/completions", Array("{\"model\":".utf8))
    #expect(try broken.json.at("error.message")?.string?.contains("the text ends") == true)
    let unknown = try await client.send("GET", "/v1/teapots")
    #expect(try unknown.status == 404 && unknown.json.at("error.code") == "unknown_url")
  }

  @Test func whoseAKeyIsDecidesWhoAsks() async throws {
    let options = OpenAIOptions(owner: { key in
      guard key == "sk-own" else { throw OpenAIError.wrongKey }
      return "me"
    })
    let client = RouterClient.inference(ToyHost(), options)
    for headers in [[], [("Authorization", "Bearer sk-other")], [("Authorization", "sk-own")]] {
      let refused = try await client.send("GET", "/v1/models", [], headers: headers)
      #expect(try refused.status == 401 && refused.json.at("error.code") == "invalid_api_key")
    }
    #expect(try await client.send("GET", "/v1/models", [], headers: [("Authorization", "Bearer sk-own")]).status == 200)
  }

  @Test func aSlashInANameComesInTwoWays() async throws {
    for path in ["toy%2Ftiny", "toy/tiny", "ft:toy/tiny:local:demo:0001"] {
      #expect(try await client.send("GET", "/v1/models/\(path)").status == 200)
    }
    #expect(try await client.send("GET", "/v1/models/toy").json.at("error.code") == "model_not_found")
  }

  @Test func anEngineThatDiesIsAnErrorInAStreamToo() async throws {
    let ask: JSONTree = ["model": "toy/tiny", "messages": [["role": "user", "content": "boom"]]]
    let whole = try await client.send("POST", "/v1/chat/completions", ask)
    #expect(try whole.status == 500 && whole.json.at("error.type") == "server_error")
    let stream = try await client.send("POST", "/v1/chat/completions", ask.with(["stream": true]))
    let last = try #require(try stream.events.last)
    #expect(stream.status == 200 && last.at("error.message") == "engine died")
  }

  @Test func aRefusalOfTheServiceHasItsStatus() {
    let kinds = [
      401: "invalid_request_error", 404: "invalid_request_error", 429: "rate_limit_error", 503: "server_error",
    ]
    for (status, type) in kinds {
      let error = OpenAIError(any: ServiceError(status, "why"))
      #expect(error.status == status && error.message == "why" && error.type == type)
    }
  }

  @Test func onlyFineTunedModelsAreDeleted() async throws {
    #expect(try await client.send("DELETE", "/v1/models/toy%2Ftiny").status == 403)
    #expect(try await client.send("DELETE", "/v1/models/ft:toy%2Ftiny:local:demo:0001").status == 200)
    #expect(try await client.send("GET", "/v1/models/ft:toy%2Ftiny:local:demo:0001").status == 404)
  }
}
