import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Testing

@testable import Service

/// What nobody sends to OpenAI's API in good faith: each is refused or taken, and the service goes on.
@Suite(.timeLimit(.minutes(30))) struct HostileOpenAIRequestTests {
  private static let grader =
    #"{"type":"multi","name":"m","graders":{"a":{"type":"string_check","name":"a","input":"{{sample.output_text}}","reference":"{{item.answers[0]}}","operation":"eq"},"b":{"type":"text_similarity","name":"b","input":"{{sample.output_text}}","reference":"x y","evaluation_metric":"bleu"}},"calculate_output":"max(a, 0.5 * b) ^ 2 - 1"}"#

  private static let bodies: [(path: String, body: String)] = [
    (
      "chat/completions",
      #"{"model":"toy/tiny","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"text","text":"a"}]}],"max_tokens":3,"n":2,"temperature":0.5,"stop":["x"],"logprobs":true,"top_logprobs":2,"seed":7}"#
    ),
    (
      "completions",
      #"{"model":"toy/tiny","prompt":["ab","c"],"max_tokens":2,"echo":true,"logprobs":1,"best_of":2,"n":1,"stream":false}"#
    ),
    ("completions", #"{"model":"toy/tiny","prompt":[[97,98],[99]],"max_tokens":0,"echo":true,"logprobs":1}"#),
    (
      "fine_tuning/jobs",
      #"{"model":"toy/tiny","training_file":"file-1","validation_file":"file-2","suffix":"s","seed":4,"metadata":{"k":"v"},"method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":"auto","beta":0.1}}}}"#
    ),
    ("fine_tuning/alpha/graders/validate", #"{"grader":"# + grader + "}"),
    (
      "fine_tuning/alpha/graders/run",
      #"{"grader":"# + grader + #","model_sample":"a b c","item":{"answers":["a b c"]}}"#
    ),
  ]

  @Test(arguments: bodies.indices) func mutatedJSONIsAnsweredAndNothingTraps(_ index: Int) async throws {
    let client = RouterClient { router in
      let routes = OpenAIRoutes(router: router, options: OpenAIOptions())
      addInferenceRoutes(to: routes) { _ in ToyHost() }
      addGraderRoutes(to: routes)
      routes.on(.post, "fine_tuning/jobs") { call in
        .json(try JobOrder(JSONFields(JSONValue(try await call.body()))).method)
      }
    }
    var numbers = HostileRequestTests.Numbers(state: UInt64(index))
    let (path, body) = Self.bodies[index]
    #expect(try await client.send("POST", "/v1/\(path)", Array(body.utf8)).status == 200)
    for _ in 0..<HostileRequestTests.count {
      let bytes = Array(HostileRequestTests.mutated(Data(body.utf8), &numbers))
      let reply = try await client.send("POST", "/v1/\(path)", bytes)
      #expect([200, 400, 404].contains(reply.status), "\(String(decoding: bytes, as: UTF8.self).prefix(300))")
      if reply.status != 200 { #expect(try reply.json.at("error.message")?.string?.isEmpty == false) }
    }
  }

  @Test func mutatedFormsAreAnsweredAndNothingStays() async throws {
    let folder = TemporaryFolder()
    let store = try FileStore(folder: folder.url)
    let client = RouterClient { addFileRoutes(to: OpenAIRoutes(router: $0, options: OpenAIOptions()), files: store) }
    let head = "--B\r\nContent-Disposition: form-data; name="
    let form =
      "\(head)\"purpose\"\r\n\r\nfine-tune\r\n\(head)\"expires_after[anchor]\"\r\n\r\ncreated_at\r\n"
      + "\(head)\"expires_after[seconds]\"\r\n\r\n3600\r\n\(head)\"file\"; filename=\"t.jsonl\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n{\"prompt\":\"a\",\"completion\":\"b\"}\r\n--B--\r\n"
    var numbers = HostileRequestTests.Numbers(state: 3)
    for _ in 0..<HostileRequestTests.count {
      let bytes = Array(HostileRequestTests.mutated(Data(form.utf8), &numbers))
      let type = HostileRequestTests.mutated(Data("multipart/form-data; boundary=B".utf8), &numbers)
      let isPlain = Bool.random(using: &numbers)
      let header =
        isPlain
        ? "multipart/form-data; boundary=B"
        : String(decoding: type.filter { (0x20..<0x7F).contains($0) }, as: UTF8.self)
      let reply = try await client.send("POST", "/v1/files", bytes, headers: [("Content-Type", header)])
      #expect([200, 400].contains(reply.status))
      if reply.status == 200, let id = try reply.json["id"]?.string { try await store.remove(id, owner: "local") }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test(arguments: [
    #"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"},{"role":"assistant","content":"yo","weight":1}],"tools":[{"type":"function","function":{"name":"f"}}]}"#,
    #"{"prompt":"a","completion":"b"}"#,
    #"{"input":{"messages":[{"role":"user","content":"a"}],"tools":[]},"preferred_output":[{"role":"assistant","content":"x"}],"non_preferred_output":[{"role":"assistant","content":"y"}]}"#,
    #"{"messages":[{"role":"user","content":"1+1"}],"answer":"2","level":3}"#,
  ]) func mutatedLinesAreReadOrRefusedAlike(_ line: String) throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    let file = folder.url.appendingPathComponent("f")
    var numbers = HostileRequestTests.Numbers(state: UInt64(line.utf8.count))
    for _ in 0..<HostileRequestTests.count {
      let bytes = HostileRequestTests.mutated(Data("\(line)\n\(line)\n".utf8), &numbers)
      try bytes.write(to: file)
      var (whole, byLine): (OpenAIError?, OpenAIError?)
      do { _ = try TrainingFile(Array(bytes)) } catch { whole = error }
      do { try TrainingFile.check(file) } catch { byLine = error as? OpenAIError ?? .server("\(error)") }
      #expect(whole == byLine)
    }
  }
}
