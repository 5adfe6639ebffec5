import Foundation
import Runs
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(30))) struct RunRecorderTests {
  @Test func aModelHasARunThatGoesOnWithItAndIsItsServicesOwn() async throws {
    let store = try RunStore.inMemory()
    func train(_ service: TestService, _ sequences: [Int], _ model: String?) async throws -> String {
      let recording = _Concurrency.Task {
        await RunRecorder(store, version: "test", state: service.folder).record(service.service) {
          Issue.record("\($0)")
        }
      }
      let name: String
      if let model { name = model } else { name = try await service.model() }
      for sequence in sequences { _ = try await service.result("optim_step", service.step(name, sequence)) }
      await service.service.stop()
      await recording.value
      return name
    }
    let first = try TestService()
    defer { first.remove() }
    let model = try await train(first, [1, 2], nil)
    _ = try await train(try TestService(folder: first.folder), [3], model)
    let other = try TestService()
    defer { other.remove() }
    #expect(try await train(other, [1], nil) == model)
    let runs = try store.runs(kind: "service")
    #expect(runs.count == 2 && runs.allSatisfy { $0.name == model && $0.status == .finished })
    let steps = try runs.map { try store.metrics(of: $0.id, named: "grad_norm").map(\.step) }
    #expect(Set(steps) == [[1, 2, 3], [1]])
  }
}
