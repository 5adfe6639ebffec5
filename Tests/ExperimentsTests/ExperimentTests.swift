import Foundation
import MetaLearning
import Networks
import Runs
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite struct ExperimentTests {
  @Test func comesBackFromYAMLAndJSONAsItWas() throws {
    var configuration = try Experiment.tiny()
    configuration.inner.ratesByLeaf = ["task": 0.1, "head.*": 1.0 / 3]
    configuration.stages[0].queryWeights = [1]
    configuration.seed = .max
    let yaml = try Overlay.yaml(of: configuration)
    #expect(try Overlay.apply(yaml: yaml, named: "a.yaml", to: Experiment()) == configuration)
    let json = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(Experiment.self, from: json) == configuration)
  }

  @Test(arguments: [
    ("learnr: maml", "learner"), ("inner: {stepz: 1}", "steps"), ("tasks: {sources: [{family: [cipher]}]}", "families"),
    ("network: {widht: 8}", "width"), ("joint: {slot: 8}", "slots"),
  ])
  func anUnknownKeyNamesItsNeighbour(yaml: String, neighbour: String) {
    let error = #expect(throws: OverlayError.self) {
      try Overlay.apply(yaml: yaml, named: "a.yaml", to: Experiment())
    }
    #expect(
      error?.line == 1 && error?.remedy.contains(neighbour) == true || error?.description.contains(neighbour) == true)
  }

  @Test func stagesFollowEachOther() throws {
    let configuration = try Experiment.tiny(steps: 5)
    #expect(configuration.totalSteps == 5)
    #expect((0..<5).map { configuration.stage(at: $0).index } == [0, 0, 1, 1, 1])
  }

  @Test(.enabled(if: Torch.isAvailable)) func theConfigurationsOfThisRepositoryRun() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Configs")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }
    #expect(!files.isEmpty)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      // A study is a grid of trainings.
      if text.contains("\nsweeps:") {
        #expect(throws: Never.self, "\(file.lastPathComponent)") { try StudyConfiguration(contentsOf: file).cells() }
        continue
      }
      addTestTasks()
      var experiment = try Overlay.read(file, over: Experiment())
      experiment.initialize = ""
      #expect(throws: Never.self, "\(file.lastPathComponent)") {
        // Images of noise stand for drawings that need an archive.
        let tasks: any TaskDistribution =
          experiment.tasks.kind == "omniglot"
          ? try ExampleTasks(Noise(), experiment.tasks.shape)
          : try withText { try experiment.tasks.distribution(data: $0) }
        _ = try Trainer(experiment, tasks: tasks, store: .inMemory(), run: "")
      }
    }
  }

  @Test func theSinusoidOfTheFirstVersionIsTheOneOfToday() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Configs")
    let first = try Overlay.apply(
      yaml: "name: sinusoid-maml\nworld: sinusoid\nsteps: 15000\n", named: "first", to: Experiment())
    #expect(try Overlay.read(folder.appendingPathComponent("sinusoid.yaml"), over: Experiment()) == first)
  }
}
