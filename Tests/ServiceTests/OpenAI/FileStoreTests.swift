import Foundation
import Synchronization
import Testing

@testable import Service

/// A clock that a test sets, and names that count.
final class ToyClock: Sendable {
  let now = Mutex(1_790_000_000)
  let count = Mutex(0)

  var clock: ServiceClock {
    ServiceClock(
      seconds: { self.now.withLock { $0 } },
      identifier: {
        self.count.withLock { count in
          count += 1
          return "\(count)"
        }
      })
  }
}

/// A folder that is removed with the test that made it.
final class TemporaryFolder: Sendable {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("openai-\(UUID().uuidString)")
  deinit {
    // What cannot be removed stays in the system's folder for such things.
    try? FileManager.default.removeItem(at: url)
  }
}

@Suite struct FileStoreTests {
  private let folder = TemporaryFolder()
  private let clock = ToyClock()

  private func form(_ content: String, purpose: String = "fine-tune", more: String = "") -> [UInt8] {
    let head = "--B\r\nContent-Disposition: form-data; name="
    return Array(
      ("\(head)\"purpose\"\r\n\r\n\(purpose)\r\n\(more)\(head)\"file\"; filename=\"t.jsonl\"\r\n\r\n\(content)\r\n--B--\r\n")
        .utf8)
  }

  private func client(_ store: FileStore) -> RouterClient {
    RouterClient { addFileRoutes(to: OpenAIRoutes(router: $0, options: OpenAIOptions()), files: store) }
  }

  private let type = [("Content-Type", "multipart/form-data; boundary=B")]
  private let line = "{\"prompt\":\"a\",\"completion\":\"b\"}\n"

  @Test func filesAreListedReadAndDeletedAndSurviveARestart() async throws {
    var client = client(try FileStore(folder: folder.url, clock: clock.clock))
    for index in 1...3 {
      let reply = try await client.send("POST", "/v1/files", form(line + line.dropLast(index)), headers: type)
      #expect(reply.status == (index == 1 ? 200 : 400))
    }
    for purpose in ["batch", "evals"] {
      #expect(try await client.send("POST", "/v1/files", form("any", purpose: purpose), headers: type).status == 200)
    }
    for _ in 0..<2 {
      let first = try await client.send("GET", "/v1/files?limit=2").json
      #expect(first["data"]?.items?.map { $0["id"] } == ["file-3", "file-2"] && first["has_more"] == true)
      let second = try await client.send("GET", "/v1/files?limit=2&after=file-2").json
      #expect(second["data"]?.items?.map { $0["id"] } == ["file-1"] && second["has_more"] == false)
      #expect(try await client.send("GET", "/v1/files?purpose=batch").json.at("data.0.id") == "file-2")
      #expect(try await client.send("GET", "/v1/files?order=asc").json.at("data.0.id") == "file-1")
      #expect(try await client.send("GET", "/v1/files/file-1/content").text == line + line.dropLast())
      try Data("half".utf8).write(to: folder.url.appendingPathComponent("file-9.content"))
      client = self.client(try FileStore(folder: folder.url, clock: clock.clock))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("file-9.content").path))
    #expect(try await client.send("DELETE", "/v1/files/file-1").json["deleted"] == true)
    #expect(try await client.send("GET", "/v1/files/file-1/content").status == 404)
    #expect(try await client.send("GET", "/v1/files?after=file-1").status == 400)
  }

  @Test func aFileIsGoneWhenItsTimeIsOver() async throws {
    let client = client(try FileStore(folder: folder.url, clock: clock.clock))
    let head = "--B\r\nContent-Disposition: form-data; name=\"expires_after"
    func expiry(_ seconds: Int) -> String {
      "\(head)[anchor]\"\r\n\r\ncreated_at\r\n\(head)[seconds]\"\r\n\r\n\(seconds)\r\n"
    }
    let early = try await client.send("POST", "/v1/files", form(line, more: expiry(3599)), headers: type)
    #expect(try early.status == 400 && early.json.at("error.param") == "expires_after")
    let file = try await client.send("POST", "/v1/files", form(line, more: expiry(3600)), headers: type).json
    #expect(file["expires_at"] == 1_790_003_600)
    clock.now.withLock { $0 += 3599 }
    #expect(try await client.send("GET", "/v1/files/file-1").status == 200)
    clock.now.withLock { $0 += 1 }
    #expect(try await client.send("GET", "/v1/files/file-1").status == 404)
    #expect(try await client.send("GET", "/v1/files").json["data"] == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test func nobodySeesTheFilesOfAnother() async throws {
    let store = try FileStore(folder: folder.url, quota: 10, clock: clock.clock)
    let file = try await store.add(Data("12345678".utf8), owner: "a", filename: "f", purpose: "batch")
    #expect(await store.file(file.id, owner: "b") == nil)
    #expect(try await store.all(owner: "b").isEmpty)
    #expect(try await store.all(owner: "a") == [file])
    await #expect(throws: OpenAIError.noFile(file.id)) { try await store.content(of: file.id, owner: "b") }
    await #expect(throws: OpenAIError.noFile(file.id)) { try await store.remove(file.id, owner: "b") }
    await #expect(throws: OpenAIError.self) {
      try await store.add(Data("123".utf8), owner: "a", filename: "f", purpose: "batch")
    }
    _ = try await store.add(Data("123".utf8), owner: "b", filename: "f", purpose: "batch")
  }

  @Test func whatIsNoFileIsRefusedAndNothingStays() async throws {
    let client = client(try FileStore(folder: folder.url, clock: clock.clock))
    let wrong = try await client.send("POST", "/v1/files", form(line + "{}"), headers: type)
    #expect(try wrong.json.at("error.message")?.string?.hasPrefix("line 2: ") == true)
    #expect(try await client.send("POST", "/v1/files", form(line, purpose: "fun"), headers: type).status == 400)
    #expect(try await client.send("POST", "/v1/files", Array("{}".utf8)).status == 400)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test func aFormThatIsTooLongOrCompressedIsRefusedAndNothingStays() async throws {
    let store = try FileStore(folder: folder.url, clock: clock.clock)
    var options = OpenAIOptions()
    options.fileLimit = 400
    let limited = options
    let client = RouterClient { addFileRoutes(to: OpenAIRoutes(router: $0, options: limited), files: store) }
    #expect(try await client.send("POST", "/v1/files", form(line), headers: type).status == 200)
    let long = String(repeating: line, count: 20)
    #expect(try await client.send("POST", "/v1/files", form(long), headers: type).status == 413)
    let lie = type + [("Content-Length", "4294967296")]
    #expect(try await client.send("POST", "/v1/files", form(line), headers: lie).status == 413)
    let packed = type + [("Content-Encoding", "gzip")]
    #expect(try await client.send("POST", "/v1/files", form(line), headers: packed).status == 415)
    #expect(try await store.all(owner: "local").count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func whatHadNotAllComeIsRemovedAtTheStart() async throws {
    let store = try FileStore(folder: folder.url, clock: clock.clock)
    try Data("half".utf8).write(to: store.newPlace())
    _ = try FileStore(folder: folder.url, clock: clock.clock)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }
}
