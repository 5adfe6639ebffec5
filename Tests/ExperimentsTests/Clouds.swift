import Randomness
import Tasks

/// A classification world: each class is a cloud around a point of its own.
struct Clouds: ExampleFamily {
  let name = "clouds"
  let summary = "points around centers"
  let inputShape = [4]
  let kind = ExampleKind.classes

  func episode(in split: Split, _ shape: EpisodeShape, using generator: inout Generator) -> ExampleEpisode {
    var stream = generator.split().child(split.rawValue)
    func point() -> [Float] { inputShape.flatMap { (0..<$0).map { _ in Float(stream.normal()) } } }
    let centers = (0..<shape.ways).map { _ in point() }
    func examples(_ count: Int) -> ExampleEpisode.Examples {
      var (inputs, labels): ([Float], [Int32]) = ([], [])
      for (label, center) in centers.enumerated() {
        for _ in 0..<count {
          inputs += zip(center, point()).map { $0 + 0.3 * $1 }
          labels.append(Int32(label))
        }
      }
      return ExampleEpisode.Examples(inputs: inputs, labels: labels)
    }
    return ExampleEpisode(rule: "\(centers)", support: examples(shape.shots), query: examples(shape.query))
  }
}
