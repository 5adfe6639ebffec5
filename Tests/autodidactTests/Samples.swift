import Experiments
import Foundation
import Runs
import Testing

extension Tag {
  /// Takes ten seconds or more.
  @Tag static var slow: Self
}

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("command-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

/// Writes the configuration of a small run.
@discardableResult
func writeConfiguration(
  in folder: URL, learner: String = "maml", steps: Int = 4, more: String = "validateEvery: 0"
) throws -> String {
  let file = folder.appendingPathComponent("tiny.yaml")
  try WholeFile.write(
    """
    name: tiny
    learner: \(learner)
    network:
      {width: 16, heads: 2, layers: 1, highCycles: 1, lowCycles: 1, expansion: 1, innerMultiple: 8, taskWidth: 16}
    sources: [{families: [cipher, shift], support: 3, query: 2}]
    metaBatch: 2
    stages: [{steps: \(steps / 2), innerSteps: 1}, {steps: \(steps - steps / 2), innerSteps: 2}]
    schedule: {warmUp: 2}
    joint: {tasks: 6, slots: 4, maximumSteps: 3}
    validationEpisodes: 2
    validationSteps: [0, 1]
    checkpointEvery: 2
    \(more)
    """, to: file)
  return file.path
}
