import Randomness
import Tasks

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
