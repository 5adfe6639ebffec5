import Foundation
import Runs
import Testing

@testable import Dashboard

@Suite struct DashboardRoutesTests {
  @Test(arguments: ["/", "/dashboard", "/dashboard/style.css", "/dashboard/app.js"])
  func thePageIsItsOwnAndNobodyElses(path: String) async throws {
    let reply = try await TestDashboard().ask(path)
    #expect(reply.status == 200 && !reply.text.isEmpty)
    #expect(reply.policy.contains("default-src 'none'") && reply.policy.contains("script-src 'self'"))
    #expect(!reply.policy.contains("unsafe") && !reply.text.contains("https://"))
  }

  @Test func theScriptTurnsNoTextIntoElements() {
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
      #expect(!DashboardPage.script.contains(word))
    }
  }

  @Test func anEmptyStoreHasAnswers() async throws {
    let dashboard = try TestDashboard()
    let runs = try await dashboard.ask("/dashboard/api/runs")
    #expect(runs.status == 200 && runs.object["total"] as? Int == 0 && runs.names.isEmpty)
    let queue = try await dashboard.ask("/dashboard/api/queue")
    #expect(queue.text == #"{"operations":[],"runs":[]}"#)
    #expect(try await dashboard.ask("/dashboard/api/samples").text == "[]")
    #expect(try await dashboard.ask("/dashboard/api/pages").text == "[]")
    let server = try await dashboard.ask("/dashboard/api/server").object
    #expect(server["hasService"] as? Bool == false && server["hasJobs"] as? Bool == false)
  }

  @Test(arguments: [
    ("runs/nobody", 404, "nobody"), ("runs/nobody/metrics", 404, "nobody"), ("runs?limit=0", 400, "limit=0"),
    ("runs?sort=size", 400, "sort=size"), ("runs?status=lost", 400, "running, finished"), ("runs?after=x", 404, "x"),
    ("runs?direction=left", 400, "up or down"), ("compare", 400, "0 runs"), ("compare?runs=a", 404, "a"),
  ])
  func aWrongQuestionGetsASentence(path: String, status: Int, part: String) async throws {
    let reply = try await TestDashboard().ask("/dashboard/api/\(path)")
    #expect(reply.status == status)
    #expect((reply.object["error"] as? String)?.contains(part) == true, "\(reply.text)")
  }

  @Test func aListIsAskedInParts() async throws {
    let dashboard = try TestDashboard()
    for minute in 0..<4 { try dashboard.store.sample("run \(minute)", minute: minute) }
    try dashboard.store.sample("run kept", minute: 4)
    let first = try await dashboard.ask("/dashboard/api/runs?limit=2")
    #expect(first.names == ["run kept", "run 3"] && first.object["total"] as? Int == 5)
    let next = try #require(first.object["next"] as? String)
    #expect(try await dashboard.ask("/dashboard/api/runs?limit=2&after=\(next)").names == ["run 2", "run 1"])
    #expect(try await dashboard.ask("/dashboard/api/runs?q=RUN%20kept").names == ["run kept"])
    #expect(try await dashboard.ask("/dashboard/api/runs?sort=name&direction=up&limit=1").names == ["run 0"])
  }

  @Test func aRunHasItsFactsAndItsCurves() async throws {
    let dashboard = try TestDashboard()
    let run = try dashboard.store.sample(
      configuration: #"{"stages": [{"steps": 60}, {"steps": 40}], "seed": 18446744073709551615}"#,
      metrics: (0..<50).map { Metric("train/loss", step: $0, value: $0 == 7 ? .nan : 1 / Double($0 + 1)) })
    let facts = try await dashboard.ask("/dashboard/api/runs/\(run.id)").object
    #expect(facts["name"] as? String == "reptile" && facts["seed"] as? String == "7")
    #expect((facts["configuration"] as? String)?.contains("18446744073709551615") == true)
    let progress = try #require(facts["progress"] as? [String: Any])
    #expect(progress["step"] as? Int == 49 && progress["total"] as? Int == 100)
    let curves = try await dashboard.ask("/dashboard/api/runs/\(run.id)/metrics?keys=train%2Floss&points=500").object
    let curve = try #require((curves["curves"] as? [[String: Any]])?.first)
    #expect((curve["steps"] as? [Int])?.count == 50 && curve["undefined"] as? Int == 1)
    #expect((curve["values"] as? [Any])?[7] is NSNull)
  }

  @Test func runsAreComparedByAMetric() async throws {
    let dashboard = try TestDashboard()
    let runs = try (1...3).map { index in
      try dashboard.store.sample(
        "run \(index)", configuration: #"{"rate": \#(index)}"#,
        metrics: [Metric("train/loss", step: 1, value: Double(index)), Metric("score@5", step: 1, value: 0.5)])
    }
    let ids = runs.map(\.id).joined(separator: ",")
    let all = try await dashboard.ask("/dashboard/api/compare?runs=\(ids)")
    #expect(all.names == ["run 1", "run 2", "run 3"] && all.object["key"] as? String == "train/loss")
    #expect((all.object["curves"] as? [[String: Any]])?.count == 3)
    #expect((all.object["settings"] as? [[String: Any]])?.first?["key"] as? String == "rate")
    let scores = try await dashboard.ask("/dashboard/api/compare?runs=\(ids)&key=score@5")
    #expect(scores.object["key"] as? String == "score@5")
  }

  @Test func aServiceShowsEachOwnerTheirOwn() async throws {
    let dashboard = try TestDashboard(live: ToyService(hasJobs: true, keys: ["secret": "ann"]))
    for path in ["runs", "queue", "samples", "pages", "server"] {
      #expect(try await dashboard.ask("/dashboard/api/\(path)").status == 401)
      #expect(try await dashboard.ask("/dashboard/api/\(path)", key: "wrong").status == 401)
      #expect(try await dashboard.ask("/dashboard/api/\(path)", key: "secret").status == 200)
    }
    #expect(try await dashboard.ask("/dashboard/events").status == 401)
    let samples = try await dashboard.ask("/dashboard/api/samples", key: "secret").array
    #expect(samples.first?["id"] as? String == "ann-s" && samples.first?["reward"] as? Double == 1)
    #expect(try await dashboard.ask("/dashboard/api/server", key: "secret").object["hasJobs"] as? Bool == true)
  }
}
