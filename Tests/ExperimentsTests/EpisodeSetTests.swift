import MetaLearning
import Randomness
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct EpisodeSetTests {
  private func set(_ count: Int) throws -> EpisodeSet<ExampleBatch> {
    let tasks = try ExampleTasks(Clouds(), EpisodeShape(ways: 2, shots: 1, query: 3))
    return EpisodeSet(group: .files, name: "mine", shots: 1, count: count) { indices in
      tasks.episodes(indices[0]..<indices[0] + indices.count, in: .metaTest, using: Generator(seed: 5))
    }
  }

  @Test func eachEpisodeIsCountedOnce() throws {
    let set = try set(7)
    #expect(set.count == 7 && set.batches.flatMap { $0 } == Array(0..<7))
    #expect(try set.room(0) == .max && set.drawing(0) == nil)
  }

  @Test func anEpisodeIsAFunctionOfItsNumber() throws {
    let set = try set(5)
    let (all, one) = (try set.part([0, 1, 2, 3, 4]).batch, try set.part([3]).batch)
    #expect(all.query[3..<4].inputs.scalars(Float.self) == one.query.inputs.scalars(Float.self))
    #expect(all.support[3..<4].targets.scalars(Int64.self) == one.support.targets.scalars(Int64.self))
  }

  @Test func theRightAnswersScoreOne() throws {
    let part = try set(4).part([0, 1, 2, 3])
    let right = oneHot(part.batch.query.targets[1..<3], classes: 2)
    #expect(part.marks(right, 1..<3).scores == [1, 1])
    #expect(part.marks(1 - right, 1..<3).scores == [0, 0])
  }

  /// Logits that are surest of each label.
  private func oneHot(_ labels: Tensor, classes: Int) -> Tensor {
    let values = labels.scalars(Int64.self).flatMap { label in (0..<classes).map { Float($0 == Int(label) ? 1 : 0) } }
    return Tensor(values, shape: labels.shape + [classes])
  }
}
