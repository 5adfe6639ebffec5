import Foundation
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(30))) struct AnsweringWorkerTests {
  private let log = FileManager.default.temporaryDirectory.appending(path: "answering-\(UUID().uuidString).log")

  private func worker(_ script: String) -> AnsweringWorker {
    AnsweringWorker(URL(filePath: "/bin/sh"), WorkerJob("echo", arguments: ["-c", script], log: log))
  }

  private func frame(_ text: String) -> Data {
    var data = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) }
    data.append(contentsOf: text.utf8)
    return data
  }

  @Test func aFrameComesBackForEachThatGoes() async throws {
    defer { try? FileManager.default.removeItem(at: log) }
    let worker = worker("cat")
    for text in ["one", "", String(repeating: "long ", count: 100_000)] {
      #expect(try await worker.ask(frame(text)) == Data(text.utf8))
    }
    await worker.finish()
  }

  @Test func askersAreAnsweredInTurn() async throws {
    defer { try? FileManager.default.removeItem(at: log) }
    let worker = worker("cat")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for i in 0..<50 {
        group.addTask { try await worker.ask(frame("message \(i)")) == Data("message \(i)".utf8) }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test func aProcessThatEndsIsAFailureOfWhoeverAsked() async throws {
    defer { try? FileManager.default.removeItem(at: log) }
    let worker = worker("echo 'error: no memory' >&2; exit 3")
    let failure = await #expect(throws: WorkerFailure.self) { try await worker.ask(frame("anything")) }
    #expect(failure?.end == .exited(3) && failure?.message == "error: no memory")
    await #expect(throws: WorkerFailure.self) { try await worker.ask(frame("more")) }
  }

  @Test func anAnswerThatIsTooLongEndsTheProcess() async throws {
    defer { try? FileManager.default.removeItem(at: log) }
    let worker = worker("printf 'xxxxxxxxyyyy'; sleep 100")
    let failure = await #expect(throws: WorkerFailure.self) { try await worker.ask(frame("anything")) }
    #expect(failure?.end == .signaled(SIGKILL))
  }

  @Test func aProgramThatIsNotThereDoesNotStart() async throws {
    let worker = AnsweringWorker(URL(filePath: "/none"), WorkerJob("none", arguments: [], log: log))
    await #expect(throws: WorkerFailure.self) { try await worker.ask(frame("anything")) }
    try? FileManager.default.removeItem(at: log)
  }
}
