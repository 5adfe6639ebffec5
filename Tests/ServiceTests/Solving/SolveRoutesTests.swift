import Foundation
import Testing

@testable import Service

@Suite("POST /v1/tasks/solve", .timeLimit(.minutes(30)))
struct SolveRoutesTests {
  private let task = Data(#"{"train": [{"input": [[1, 2]], "output": [[2, 1]]}], "test": [{"input": [[3, 4]]}]}"#.utf8)

  @Test("A task file as it is comes back as what the engine answers, and so do JSON Lines")
  func answered() async throws {
    let test = try TestService()
    defer { test.remove() }
    for body in [task, Data("{\"input\": [1], \"output\": [2]}\n{\"input\": [3]}\n".utf8)] {
      let reply = try await test.ask("POST", "/v1/tasks/solve?attempts=3&budget=2&by=programs", body)
      #expect(reply.status == 200)
      #expect(reply.json["object"] as? String == "task.answers")
      #expect(reply.json["attempts"] as? Int == 3)
    }
  }

  @Test("An order that is not awaited has a name, by which both APIs know it")
  func later() async throws {
    let test = try TestService()
    defer { test.remove() }
    let reply = try await test.ask("POST", "/v1/tasks/solve?wait=0", task)
    // It may be done before it is asked after.
    try #require(reply.status == 200 || reply.status == 202)
    guard reply.status == 202 else { return }
    let id = try #require(reply.json["id"] as? String)
    let answer = try await test.ask("GET", "/v1/tasks/\(id)?wait=600")
    #expect(answer.status == 200)
    #expect(try await test.retrieve(id).json["object"] as? String == "task.answers")
    #expect(try await test.ask("GET", "/v1/tasks/req-999999").status == 404)
  }

  @Test(
    "What is no task, or asked for wrongly, is refused with its place",
    arguments: [
      ("", "", "empty"), ("{}", "", "train"), (#"{"train": 3, "test": []}"#, "", "3 instead of a list"),
      ("{\"train\": [", "", "line 1"), ("\u{1}", "", "body"), ("task", "attempts=0", "attempts"),
      ("task", "budget=-1", "budget"), ("task", "by=magic", "by"), ("task", "wait=x", "wait"),
    ])
  func refused(body: String, query: String, part: String) async throws {
    let test = try TestService()
    defer { test.remove() }
    let reply = try await test.ask(
      "POST", "/v1/tasks/solve?\(query)", body == "task" ? task : Data(body.utf8))
    #expect(reply.status == 400)
    let error = try #require(reply.json["error"] as? [String: Any])
    #expect((error["message"] as? String)?.contains(part) == true, "\(error)")
  }
}
