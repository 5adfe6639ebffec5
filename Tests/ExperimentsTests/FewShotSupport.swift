import MetaLearning
import Networks
import Randomness
import Tasks

@testable import Experiments

/// Adds the tasks of these tests to the catalogue, which all tests of the process share: under names of their own.
func addTestTasks() {
  for family in [Clouds(), Noise()] as [any ExampleFamily] { TaskDistributions.add(.numbers(family)) }
}

extension Experiment {
  /// A small few-shot experiment.
  static func few(_ tasks: String = "sinusoid", _ learner: String = "maml", ways: Int = 1) -> Experiment {
    addTestTasks()
    var experiment = Experiment.fewShot(tasks)
    (experiment.name, experiment.learner) = ("few", learner)
    if tasks != "omniglot" {
      var settings = ExampleSettings()
      settings.shape = ways > 1 ? EpisodeShape(ways: ways, shots: 2, query: 3) : EpisodeShape()
      experiment.tasks[tasks] = settings
    }
    return experiment
  }

  /// The sizes of the perceptron.
  var perceptron: MLPSettings {
    get { network["mlp"] }
    set { network["mlp"] = newValue }
  }
}

/// Classes of random images: enough to check that a row of images can be run.
struct Noise: ExampleFamily {
  let name = "noise"
  let summary = "images of noise"
  let inputShape = [28, 28, 1]
  let kind = ExampleKind.classes
  func episode(in split: Split, _ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode {
    func examples(_ count: Int) -> ExampleEpisode.Examples {
      .init(
        inputs: (0..<shape.ways * count * 784).map { _ in Float(generator.uniform()) },
        labels: (0..<shape.ways).flatMap { Array(repeating: Int32($0), count: count) })
    }
    return ExampleEpisode(rule: "noise", support: examples(shape.shots), query: examples(shape.query))
  }
}
