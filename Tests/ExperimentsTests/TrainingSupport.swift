import Foundation
import MetaLearning
import Networks
import Runs
import Tasks

@testable import Experiments

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("experiments-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

extension Experiment {
  /// The smallest run that has everything a large one has.
  static func tiny(_ learner: String = "maml", steps: Int = 4) throws -> Experiment {
    try Overlay.apply(
      yaml: """
        name: tiny
        learner: \(learner)
        network:
          {kind: trm, width: 16, heads: 2, layers: 1, highCycles: 1, lowCycles: 1, expansion: 1, innerMultiple: 8, taskWidth: 16}
        tasks: {sources: [{families: [cipher, shift], support: 3, query: 2}]}
        metaBatch: 2
        stages: [{steps: \(steps / 2), innerSteps: 1}, {steps: \(steps - steps / 2), innerSteps: 2}]
        schedule: {warmUp: 2}
        joint: {tasks: 6, slots: 4, maximumSteps: 3}
        validateEvery: 2
        validationEpisodes: 2
        validationSteps: [0, 1]
        checkpointEvery: 2
        """, named: "tiny.yaml", to: Experiment())
  }
}

extension Model where Network == TinyRecursiveModel {
  /// A model that knows nothing.
  static func tiny() throws -> Model { try .fresh(.tiny()) }

  /// A model of fresh weights.
  static func fresh(_ experiment: Experiment) throws -> Model {
    try Model(experiment, experiment.fresh().network as! TinyRecursiveModel)
  }
}

extension ModelFile {
  /// The file of a model.
  init(_ model: Model<TinyRecursiveModel>) throws { try self.init(decoding: model.encoded(), named: "model") }
}

/// A text of a few hundred spans, for the time of a test.
func withText<T>(_ body: (URL) throws -> T) throws -> T {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent("text.txt")
    let lines = (0..<8_000).map { "line \($0) of a text, whose number squared is \($0 * $0)\n" }
    try Data(lines.joined().utf8).write(to: file)
    return try body(file)
  }
}
