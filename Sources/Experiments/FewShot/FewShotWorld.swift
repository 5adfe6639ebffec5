public import Foundation
internal import MetaLearning
internal import Randomness
public import Tasks

/// A world of numbers that episodes are drawn from, found by name.
public struct FewShotWorld: Sendable {
  /// The family.
  public let family: any ExampleFamily

  /// A world of one's own.
  public init(_ family: any ExampleFamily) { self.family = family }

  /// The world that a configuration names; images are read from the folder `data`.
  /// - Throws: `ConfigurationError` for an unknown name or a missing folder, `ArchiveError` for archives that cannot be
  ///   read.
  public init(_ configuration: FewShotConfiguration, data: URL?) throws {
    if configuration.world == "omniglot" {
      guard let data else {
        throw ConfigurationError(
          key: "world", problem: "omniglot is read from its archives: give the folder that holds them with --data")
      }
      family = try Omniglot(directory: data, protocol: configuration.classes)
    } else {
      do { family = try ExampleFamilies.named(configuration.world) } catch {
        throw ConfigurationError(key: "world", problem: "\(error)")
      }
    }
  }

  /// A meta-batch: task i is a function of the generator and i.
  func batch(
    _ count: Int, in split: Split, _ shape: EpisodeShape, from first: Int = 0, using generator: Generator
  ) -> EpisodeBatch<ExampleBatch> {
    let episodes = (first..<first + count).map { index in
      var own = generator.child(index)
      return family.episode(in: split, shape, using: &own)
    }
    return EpisodeBatch(episodes, of: family, ways: shape.ways)
  }
}
