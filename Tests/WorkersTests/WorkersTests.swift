import Foundation
import Synchronization
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(30))) struct WorkersTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "workers-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func job(_ name: String, _ script: String, cost: Double = 1, exclusive: String? = nil) -> WorkerJob {
    WorkerJob(
      name, arguments: ["-c", script], log: folder.appending(path: "\(name).log"), cost: cost, exclusive: exclusive)
  }

  private func workers(_ limit: Int = 2) -> Workers {
    Workers(URL(fileURLWithPath: "/bin/sh"), limit: limit, patience: .seconds(1))
  }

  @Test func everyJobIsDoneAndWritesItsLog() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let jobs = (0..<5).map { job("\($0)", "echo out \($0) $OMP_NUM_THREADS; echo error >&2") }
    var done: [String] = []
    let failures = await workers().complete(jobs) { event in
      if case .done(let job) = event { done.append(job.name) }
    }
    #expect(failures.isEmpty && done.sorted() == ["0", "1", "2", "3", "4"])
    #expect(jobs.map(\.lines) == (0..<5).map { ["out \($0) 1", "error"] })
  }

  @Test func aJobThatFailsStopsNoOtherAndSaysWhy() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let jobs = [
      job("error", "echo 12 %; echo error: no memory >&2; echo cleaning up; exit 3"), job("trap", "kill -ILL $$"),
      job("fine", "true"),
    ]
    let failures = await workers(1).complete(jobs) { _ in }
    #expect(failures.map(\.end) == [.exited(3), .signaled(SIGILL)])
    #expect(failures[0].description == "error: error: no memory (ended with 3; \(jobs[0].log.path))")
    #expect(failures[1].description == "trap: ended by signal \(SIGILL); \(jobs[1].log.path)")
  }

  @Test func aProgramThatIsNotThereIsAFailureOfEachJob() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let failures = await Workers(URL(fileURLWithPath: "/none"), limit: 2).complete([job("a", ""), job("b", "")]) { _ in
    }
    #expect(failures.count == 2 && failures.allSatisfy { $0.description.contains("did not start") })
  }

  @Test func noMoreThanTheLimitAndNoneThatNeedTheSameWorkAtOnce() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Each marks itself while it works, and says how many others do.
    func script(_ kind: String) -> String {
      "touch \(folder.path)/\(kind).$$; ls \(folder.path) | grep -c '^[ab]\\.'; sleep 0.1; rm \(folder.path)/\(kind).$$"
    }
    let jobs = (0..<6).map { index in
      index < 3 ? job("a\(index)", script("a"), exclusive: "a") : job("b\(index)", script("b"))
    }
    #expect(await workers(3).complete(jobs, { _ in }).isEmpty)
    #expect(jobs.allSatisfy { (1...3).contains(Int($0.lines[0]) ?? 0) })
    #expect(await workers(3).complete(Array(jobs[..<3]), { _ in }).isEmpty)
    #expect(jobs[..<3].allSatisfy { $0.lines == ["1"] })
  }

  @Test func theShareIsOfTheCostAndOfWhatProcessesSay() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var shares: [Double] = []
    // The second works until its half was seen, however busy the machine is; not longer than a minute.
    let seen = folder.appendingPathComponent("seen")
    let half = "echo 50 %; i=0; until [ -e \(seen.path) ] || [ $i -gt 600 ]; do sleep 0.1; i=$((i+1)); done"
    let jobs = [job("quick", "true", cost: 1), job("half", half, cost: 3)]
    _ = await workers().complete(jobs) { event in
      guard case .progress(let share, _) = event else { return }
      shares.append(share)
      if share == (1 + 0.5 * 3) / 4 { _ = FileManager.default.createFile(atPath: seen.path, contents: nil) }
    }
    #expect(shares == shares.sorted() && shares.contains((1 + 0.5 * 3) / 4))
  }

  @Test(arguments: ["trap 'exit 143' TERM", "trap '' TERM"])
  func stoppingEndsTheWholeGroupAndIsNoFailure(trap: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // A child of the process, which would outlive it.
    let pids = folder.appending(path: "pids")
    let jobs = [
      job("long", "\(trap); sleep 100 & echo $! $$ > \(pids.path).new; mv \(pids.path).new \(pids.path); wait; wait"),
      job("never", "true"),
    ]
    let failures = await workers(1).complete(jobs, isStopping: { FileManager.default.fileExists(atPath: pids.path) }) {
      if case .done = $0 { Issue.record("nothing was done") }
    }
    #expect(failures.isEmpty && !FileManager.default.fileExists(atPath: jobs[1].log.path))
    for pid in try String(contentsOf: pids, encoding: .utf8).split(whereSeparator: \.isWhitespace) {
      // What lost its parent is buried by another process, a moment later.
      var isGone = false
      for _ in 0..<100 where !isGone {
        isGone = kill(Int32(pid) ?? 0, 0) != 0
        if !isGone { usleep(20_000) }
      }
      #expect(isGone, "process \(pid)")
    }
  }
}
