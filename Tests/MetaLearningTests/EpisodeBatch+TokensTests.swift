import MetaLearning
import Networks
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct EpisodeBatchTokensTests {
  @Test func episodesOfDifferentSizesShareACanvas() {
    let small = Episode(
      name: "a", family: "f", support: [Example(input: Grid(sequence: [1]), output: Grid(sequence: [2]))],
      query: [Query(input: Grid(sequence: [3]), output: nil)])
    let large = Episode(
      name: "b", family: "f", support: [Example(input: Grid(sequence: [1, 2]), output: Grid(sequence: [2, 1]))],
      query: [Query(input: Grid(sequence: [3, 4]), output: Grid(sequence: [4, 3]))])
    let batch = EpisodeBatch([small, large])
    #expect(batch.tasks == 2)
    #expect(batch.support.inputs.shape == [2, 1, 2])
    #expect(batch.support.inputs.scalars(Int64.self) == [3, 1, 3, 4])
    #expect(batch.query.labels.scalars(Int64.self) == [-100, -100, 6, 5])
  }
}
