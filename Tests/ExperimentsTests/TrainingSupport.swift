import Experiments
import Foundation
import Runs
import Tasks

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("experiments-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

extension TrainingConfiguration {
  /// The smallest run that has everything a large one has.
  static func tiny(_ learner: String = "maml", steps: Int = 4) throws -> TrainingConfiguration {
    try Overlay.apply(
      yaml: """
        name: tiny
        learner: \(learner)
        network:
          {width: 16, heads: 2, layers: 1, highCycles: 1, lowCycles: 1, expansion: 1, innerMultiple: 8, taskWidth: 16}
        sources: [{families: [cipher, shift], support: 3, query: 2}]
        metaBatch: 2
        stages: [{steps: \(steps / 2), innerSteps: 1}, {steps: \(steps - steps / 2), innerSteps: 2}]
        schedule: {warmUp: 2}
        joint: {tasks: 6, slots: 4, maximumSteps: 3}
        validateEvery: 2
        validationEpisodes: 2
        validationSteps: [0, 1]
        checkpointEvery: 2
        """, named: "tiny.yaml", to: TrainingConfiguration())
  }
}

extension ModelFile {
  /// A model that knows nothing.
  static func tiny() throws -> ModelFile { try .fresh(.tiny()) }
}
