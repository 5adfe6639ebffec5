import Foundation
import Networks
import Runs

@testable import Experiments

/// The smallest study that has everything a large one has: two trainings of two and four steps, and a given model.
func tinyStudy(in folder: URL, more: String = "") throws -> StudyConfiguration {
  try Model.tiny().write(to: folder.appendingPathComponent("given.safetensors"))
  let base = folder.appendingPathComponent("base.yaml")
  try WholeFile.write(try Overlay.yaml(of: Experiment.tiny()), to: base)
  let file = folder.appendingPathComponent("study.yaml")
  try WholeFile.write(
    """
    name: mine
    base: base.yaml
    training: {stages: [{steps: 2, innerSteps: 1}], validateEvery: 0}
    evaluation: {tasks: [cipher, rotation], steps: [0, 2], shots: [2, 3], episodes: 2}
    sweeps:
      - name: length
        axes: [{name: tasks, values: [4, 8], times: {stages.0.steps: 0.5}}]
        analyses: [{x: [tasks], at: {steps: 2, examples: 3}}]
      - {name: given, checkpoints: [given.safetensors]}
    \(more)
    """, to: file)
  return try StudyConfiguration(contentsOf: file)
}
