import Foundation
import Synchronization
import Testing

@testable import Service

@Suite struct FineTuningTests {
  private let folder = TemporaryFolder()
  private let clock = ToyClock()

  /// A server of jobs with a client.
  private struct Server {
    let host: BigramHost
    let jobs: FineTuning<BigramHost>
    let client: RouterClient

    func upload(_ lines: [String]) async throws -> JSONTree {
      let file = try await jobs.files.add(
        Data(lines.joined(separator: "\n").utf8), owner: "local", filename: "t.jsonl", purpose: "fine-tune")
      return .string(file.id)
    }

    func create(_ body: JSONTree) async throws -> String {
      let reply = try await client.send("POST", "/v1/fine_tuning/jobs", body)
      #expect(reply.status == 200, "\(reply.text)")
      return try #require(try reply.json["id"]?.string)
    }

    func get(_ path: String) async throws -> JSONTree {
      try await client.send("GET", "/v1/fine_tuning/jobs\(path)").json
    }

    func post(_ path: String) async throws -> RouterClient.Reply {
      try await client.send("POST", "/v1/fine_tuning/jobs\(path)")
    }

    /// The events of a job, from the first.
    func events(_ id: String) async throws -> [JSONTree] {
      try await get("/\(id)/events?limit=1000")["data"]?.items?.reversed() ?? []
    }
  }

  private func server(_ host: BigramHost) throws -> Server {
    let files = try FileStore(folder: folder.url.appendingPathComponent("files"), clock: clock.clock)
    let jobs = try FineTuning(
      folder: folder.url.appendingPathComponent("jobs"), files: files, clock: clock.clock, host: { _ in host })
    return Server(host: host, jobs: jobs, client: RouterClient { addOpenAIRoutes(to: $0, jobs: jobs) })
  }

  private let chats = ["hi", "yes", "no", "ok"].map {
    #"{"messages":[{"role":"user","content":"say \#($0)"},{"role":"assistant","content":"\#($0)"}]}"#
  }

  private func supervised(_ file: JSONTree, _ more: JSONTree = [:], epochs: Int = 3) -> JSONTree {
    ([
      "model": "toy", "training_file": file, "seed": 7,
      "method": [
        "type": "supervised",
        "supervised": [
          "hyperparameters": ["n_epochs": .integer(epochs), "batch_size": 2, "learning_rate_multiplier": 10000]
        ],
      ],
    ] as JSONTree).with(more)
  }

  @Test func aJobLearnsAndServesWhatItLearned() async throws {
    let server = try server(BigramHost())
    let (file, other) = (try await server.upload(chats), try await server.upload([chats[0]]))
    let id = try await server.create(
      supervised(file, ["validation_file": other, "suffix": "demo", "metadata": ["k": "v"]]))
    await server.jobs.settled()
    let job = try await server.get("/\(id)")
    let name = "ft:toy:local:demo:\(id.dropFirst(6).prefix(8))"
    #expect(job["status"] == "succeeded" && job["fine_tuned_model"] == .string(name), "\(job)")
    #expect(job["finished_at"] == 1_790_000_000 && job["estimated_finish"] == .null && job["error"] == .null)
    // " hi\n\nUser:" and the like: 10, 11, 10 and 10 tokens, three times.
    #expect(job["trained_tokens"] == .integer(3 * 41))
    let events = try await server.events(id)
    let metrics = events.compactMap { $0["data"] }.filter { $0["step"] != nil }
    #expect(
      events.compactMap { $0["message"]?.string }.filter { !$0.hasPrefix("Step") } == [
        "Created fine-tuning job: \(id)", "Validating training file: file-1", "Validating validation file: file-2",
        "Files validated, moving job to queued state", "Fine-tuning job started", "New fine-tuned model created",
        "The job has successfully completed",
      ])
    #expect(events.filter { $0["type"] == "metrics" }.count == 6 && metrics.count == 6)
    let losses = metrics.compactMap { $0["train_loss"]?.number }
    #expect(abs(losses[0] - log(128)) < 1e-5, "every byte is as likely as any before the first step")
    #expect(losses[5] < losses[0] - 0.3)
    #expect(metrics.compactMap { $0["full_valid_loss"] }.count == 3 && metrics[5]["total_steps"] == 6)
    let checkpoints = try await server.get("/\(id)/checkpoints?limit=2")
    #expect(checkpoints["has_more"] == true && checkpoints.at("data.0.step_number") == 6)
    #expect(checkpoints.at("data.0.fine_tuned_model_checkpoint") == .string("\(name):ckpt-step-6"))
    let models = await server.host.servedModels().map(\.id)
    #expect(
      models.sorted() == [name, "\(name):ckpt-step-2", "\(name):ckpt-step-4", "\(name):ckpt-step-6", "toy"].sorted())
    let result = try #require(job.at("result_files.0")?.string)
    let table = try await server.client.send("GET", "/v1/files/\(result)/content").text.split(separator: "\n")
    #expect(table.count == 7 && table[0] == "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy")
    #expect(table[1].hasPrefix("1,\(losses[0]),,"))
    #expect(server.host.state.withLock { $0.models.isEmpty && $0.stored.isEmpty && $0.samplers.isEmpty })
    let listed = try await server.get("?metadata%5Bk%5D=v")
    #expect(listed["data"]?.items?.count == 1 && listed["has_more"] == false)
    #expect(try await server.get("?metadata[k]=w")["data"] == [])
    let again = try await server.post("/\(id)/cancel")
    #expect(try again.status == 400 && again.json.at("error.code") == "invalid_job_status")
  }

  @Test func aPauseARestartAndAnEndLeaveNoTrace() async throws {
    // What comes of a job that nobody interrupts.
    let whole = try server(BigramHost())
    let file = try await whole.upload(chats)
    _ = try await whole.create(supervised(file, ["suffix": "whole"], epochs: 8))
    await whole.jobs.settled()
    let expected = whole.host.result("whole")

    let reached = AsyncStream.makeStream(of: Void.self)
    let opened = AsyncStream.makeStream(of: Void.self)
    let host = BigramHost { step in
      guard step == 4 || step == 12 else { return }
      reached.continuation.yield()
      for await _ in opened.stream { break }
    }
    var server = try server(host)
    let id = try await server.create(supervised(file, ["suffix": "cut"], epochs: 8))
    var stops = reached.stream.makeAsyncIterator()
    await stops.next()
    let paused = try await server.post("/\(id)/pause")
    #expect(try paused.status == 200 && paused.json["status"] == "paused")
    #expect(try await server.post("/\(id)/pause").status == 400)
    opened.continuation.yield()
    await server.jobs.settled()
    #expect(host.state.withLock { $0.models.isEmpty && $0.steps == 5 && $0.stored.count == 1 })
    // A restart leaves a paused job paused.
    server = try self.server(host)
    try await server.jobs.resume()
    #expect(try await server.get("/\(id)")["status"] == "paused")
    #expect(try await server.post("/\(id)/resume").json["status"] == "queued")
    await stops.next()
    #expect(try await server.get("/\(id)")["status"] == "running")
    // The server ends in the middle of step 13: what is in the folder then is what is there after.
    let copy = folder.url.appendingPathComponent("copy")
    try FileManager.default.copyItem(at: folder.url.appendingPathComponent("jobs"), to: copy)
    let log = copy.appendingPathComponent("\(id).jsonl")
    try (Data(contentsOf: log) + Data("{\"half\": ".utf8)).write(to: log)
    let stored = host.state.withLock { $0.stored }
    let second = BigramHost()
    second.state.withLock { $0.stored = stored }
    let jobs = try FineTuning(folder: copy, files: server.jobs.files, clock: clock.clock, host: { _ in second })
    try await jobs.resume()
    await jobs.settled()
    let after = try await jobs.log(id, owner: "local")
    #expect(after.job.status == .succeeded)
    #expect(after.events.contains { $0.message == "The server was restarted; the job goes on after step 12" })
    #expect(after.table.split(separator: "\n").count == 17, "a row for each step, though one was done twice")
    let isSame = second.result("cut") == expected && expected != nil
    #expect(isSame, "the model is bit for bit that of a job that nobody interrupted")
    opened.continuation.yield()
    await server.jobs.settled()
    let isSameAgain = host.result("cut") == expected
    #expect(isSameAgain)
  }

  @Test func aCancelledJobEndsAndAnotherBegins() async throws {
    let reached = AsyncStream.makeStream(of: Void.self)
    let opened = AsyncStream.makeStream(of: Void.self)
    let host = BigramHost { step in
      guard step == 2 else { return }
      reached.continuation.yield()
      for await _ in opened.stream { break }
    }
    let server = try server(host)
    let file = try await server.upload(chats)
    let first = try await server.create(supervised(file, epochs: 8))
    for await _ in reached.stream { break }
    let second = try await server.create(supervised(file, epochs: 1))
    #expect(try await server.post("/\(first)/cancel").json["status"] == "cancelled")
    opened.continuation.yield()
    await server.jobs.settled()
    #expect(try await server.get("/\(first)")["fine_tuned_model"] == .null)
    #expect(try await server.get("/\(second)")["status"] == "succeeded")
    #expect(host.state.withLock { $0.models.isEmpty && $0.stored.isEmpty && $0.steps == 5 })
    #expect(try await server.get("?limit=1").at("data.0.id") == .string(second), "the newest first")
  }

  @Test func whatIsWrongWithAFileIsSaidByTheJob() async throws {
    let server = try server(BigramHost())
    let file = try await server.upload([chats[0], "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"])
    let id = try await server.create(supervised(file))
    await server.jobs.settled()
    let job = try await server.get("/\(id)")
    let message = "line 2: the last message is not of the assistant; end with the assistant's"
    #expect(job["status"] == "failed" && job.at("error.message") == .string(message))
    #expect(job.at("error.code") == "invalid_file_format" && job.at("error.param") == "training_file")
    let last = try #require(try await server.events(id).last)
    #expect(last["level"] == "error" && last["message"] == .string("The job failed: \(message)"))
  }

  @Test func anEngineThatFailsEndsTheJobWithItsWords() async throws {
    let host = BigramHost()
    host.state.withLock { $0.failure = .server("out of memory") }
    let server = try server(host)
    let id = try await server.create(supervised(try await server.upload(chats)))
    await server.jobs.settled()
    let job = try await server.get("/\(id)")
    #expect(job["status"] == "failed" && job.at("error.message") == "out of memory")
    #expect(host.state.withLock { $0.models.isEmpty })
  }

  @Test func requestsThatCannotBeAreRefused() async throws {
    let server = try server(BigramHost())
    let file = try await server.upload(chats)
    let good = supervised(file)
    let own = try await server.jobs.files.add(
      Data(), owner: "local", filename: "x", purpose: "fine-tune-results")
    let method: (JSONTree) -> JSONTree = { ["model": "toy", "training_file": file, "method": $0] }
    let cases: [(JSONTree, Int, String)] = [
      (["model": "toy", "training_file": "file-nope"], 400, "training_file"),
      (["model": "toy", "training_file": .string(own.id)], 400, "training_file"),
      (["model": "nope", "training_file": file], 404, "model"),
      (good.with(["validation_file": "x"]), 400, "validation_file"),
      (good.with(["suffix": "a b"]), 400, "suffix"),
      (good.with(["integrations": [["type": "wandb"]]]), 400, "integrations"),
      (good.with(["hyperparameters": [:]]), 400, "hyperparameters"), (good.with(["extra": 1]), 400, "extra"),
      (method(["type": "magic"]), 400, "method.type"),
      (method(["type": "reinforcement", "reinforcement": [:]]), 400, "method.reinforcement.grader"),
      (
        method(["type": "dpo", "dpo": ["hyperparameters": ["beta": -1]]]), 400, "method.dpo.hyperparameters.beta"
      ),
    ]
    for (body, status, param) in cases {
      let reply = try await server.client.send("POST", "/v1/fine_tuning/jobs", body)
      #expect(try reply.status == status && reply.json.at("error.param") == .string(param), "\(reply.text)")
    }
    #expect(try await server.get("/ftjob-nope").at("error.code") == "fine_tune_not_found")
    #expect(try await server.get("")["data"] == [])
  }
}
