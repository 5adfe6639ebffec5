import Testing

@testable import Service

@Suite struct GraderTests {
  private let client = RouterClient {
    addGraderRoutes(to: OpenAIRoutes(router: $0, options: OpenAIOptions()))
  }

  private func check(_ operation: String, _ reference: String = "{{item.answer}}") -> JSONTree {
    [
      "type": "string_check", "name": "m", "input": "{{sample.output_text}}", "reference": .string(reference),
      "operation": .string(operation),
    ]
  }

  private func run(_ grader: JSONTree, _ sample: String, _ item: JSONTree = ["answer": "Yes"]) async throws -> JSONTree
  {
    try await client.send(
      "POST", "/v1/fine_tuning/alpha/graders/run",
      ["grader": grader, "model_sample": .string(sample), "item": item]
    ).json
  }

  @Test func checksCompareTexts() async throws {
    let rewards: [(String, String, Double)] = [
      ("eq", "Yes", 1), ("eq", "yes", 0), ("eq", "Yes ", 0), ("ne", "Yes", 0), ("ne", "no", 1), ("like", "Yes, Sir", 1),
      ("like", "yes, Sir", 0), ("ilike", "oh yES", 1), ("ilike", "no", 0),
    ]
    for (operation, sample, reward) in rewards {
      #expect(try await run(check(operation), sample)["reward"] == .number(reward), "\(operation) \(sample)")
    }
  }

  @Test func templatesReachIntoItemsAndAnswers() async throws {
    let item: JSONTree = ["answers": ["no", ["text": "Yes", "n": 3]], "a.b": 1]
    for way in ["item.answers.1.text", " item.answers[1].text "] {
      #expect(try await run(check("eq", "{{\(way)}}"), "Yes", item)["reward"] == .number(1.0))
    }
    #expect(try await run(check("eq", "n={{item.answers.1.n}}!"), "n=3!", item)["reward"] == .number(1.0))
    var grader = check("eq", "3")
    grader = .object([
      .init(key: "input", value: "{{sample.output_json.n}}")
    ]).with(.object(["type", "name", "reference", "operation"].map { .init(key: $0, value: grader[$0] ?? .null) }))
    #expect(try await run(grader, "{\"n\": 3}")["reward"] == .number(1.0))
    #expect(try await run(grader, "no JSON").at("metadata.errors.sample_parse_error") == true)
    let missing = try await run(check("eq", "{{item.other}}"), "Yes")
    #expect(missing["reward"] == .number(0.0) && missing.at("metadata.errors.invalid_variable_error") == true)
    #expect(missing.at("metadata.error_message") == "there is no item.other")
  }

  @Test func severalGradersMakeOneReward() async throws {
    let overlap: JSONTree = [
      "type": "text_similarity", "name": "o", "input": "{{sample.output_text}}", "reference": "Yes it is",
      "evaluation_metric": "rouge_1",
    ]
    let multi: JSONTree = [
      "type": "multi", "name": "both", "graders": ["exact": check("eq"), "overlap": overlap],
      "calculate_output": "0.5 * exact + 0.5 * overlap",
    ]
    let outcome = try await run(multi, "Yes")
    #expect(outcome["reward"] == .number(0.75))
    #expect(outcome["sub_rewards"] == ["exact": .number(1), "overlap": .number(0.5)])
    let validated = try await client.send("POST", "/v1/fine_tuning/alpha/graders/validate", ["grader": multi])
    #expect(try validated.status == 200 && validated.json == ["grader": multi])
  }

  @Test func whatIsNotRunHereIsRefused() async throws {
    let multi: (JSONTree, String) -> JSONTree = { graders, formula in
      ["type": "multi", "name": "x", "graders": graders, "calculate_output": .string(formula)]
    }
    let cases: [(JSONTree, String)] = [
      (["type": "python", "name": "x", "source": "def grade(): pass"], "grader.type"),
      (["type": "score_model", "name": "x", "input": [], "model": "m"], "grader.type"),
      (
        [
          "type": "text_similarity", "name": "x", "input": "a", "reference": "b", "evaluation_metric": "cosine",
        ], "grader.evaluation_metric"
      ),
      (check("is"), "grader.operation"), (check("eq", "{{secret}}"), "grader.reference"),
      (check("eq", "{{item.x"), "grader.reference"), (check("eq").with(["extra": 1]), "grader.extra"),
      (multi(["a": check("eq")], "a + b"), "grader.calculate_output"),
      (multi(["a": check("eq")], "a +"), "grader.calculate_output"), (multi([:], "1"), "grader.graders"),
      (multi(["a": multi(["b": check("eq")], "b")], "a"), "grader.graders.a.type"),
    ]
    for (grader, param) in cases {
      let reply = try await client.send("POST", "/v1/fine_tuning/alpha/graders/validate", ["grader": grader])
      #expect(try reply.status == 400 && reply.json.at("error.param") == .string(param), "\(grader) \(reply.text)")
    }
  }
}
