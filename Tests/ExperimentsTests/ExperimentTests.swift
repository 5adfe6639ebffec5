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
          : try withText { try experiment.tasks.distribution(data: try Self.data(for: experiment, $0)) }
        _ = try Trainer(experiment, tasks: tasks, store: .inMemory(), run: "")
      }
    }
  }

  /// Returns a text, or, where domains are held out, a folder with the text in parts in each domain and in one that is trained on.
  private static func data(for experiment: Experiment, _ text: URL) throws -> URL {
    let domains = experiment.tasks["text", as: TextSettings.self].heldOut
    guard experiment.tasks.kind == "text", !domains.isEmpty else { return text }
    let folder = text.deletingLastPathComponent().appendingPathComponent("domains")
    let whole = try Data(contentsOf: text)
    for domain in ["known"] + domains {
      let own = folder.appendingPathComponent(domain)
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      for part in 0..<20 {
        try whole[(part * 4_000)..<((part + 1) * 4_000)].write(to: own.appendingPathComponent("\(part).txt"))
      }
    }
    return folder
  }

  @Test func theSinusoidOfTheFirstVersionIsTheOneOfToday() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Configs")
    let first = try Overlay.apply(
      yaml: "name: sinusoid-maml\nworld: sinusoid\nsteps: 15000\n", named: "first", to: Experiment())
    #expect(try Overlay.read(folder.appendingPathComponent("sinusoid.yaml"), over: Experiment()) == first)
  }
}
