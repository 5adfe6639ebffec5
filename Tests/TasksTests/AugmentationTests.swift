import Randomness
import Testing

@testable import Tasks

@Suite struct AugmentationTests {
  @Test(arguments: ["cipher", "extend", "slide", "crop", "tile"])
  func everyOneIsUndone(_ name: String) throws {
    var generator = Generator(seed: 1)
    for _ in 0..<60 {
      let episode = try TaskFamilies.named(name).episode(in: .metaTrain, support: 2, query: 1, using: &generator)
      let augmentation = Augmentation.random(
        for: episode, movesBackground: generator.bernoulli(0.5), translation: 3, using: &generator)
      let seen = augmentation.apply(to: episode)
      #expect(zip(seen.grids, episode.grids).allSatisfy { augmentation.inverse($0) == $1 })
      #expect(Canvas.fitting(seen).height <= 30 && seen.support.count == 2)
    }
  }

  @Test func sequencesStaySequences() throws {
    var generator = Generator(seed: 2)
    let episode = try TaskFamilies.named("cipher").episode(in: .metaTrain, support: 2, query: 1, using: &generator)
    let turns = (0..<50).map { _ in
      let augmentation = Augmentation.random(for: episode, translation: 3, using: &generator)
      #expect(augmentation.down == 0)
      #expect(augmentation.apply(to: episode).grids.allSatisfy { $0.height == 1 })
      return augmentation.turn
    }
    #expect(Set(turns) == [.identity, .flipHorizontal])
  }

  @Test func theBackgroundStaysUnlessItIsAskedToMove() throws {
    var generator = Generator(seed: 3)
    let episode = try TaskFamilies.named("slide").episode(in: .metaTrain, support: 2, query: 1, using: &generator)
    let kept = (0..<40).map { _ in Augmentation.random(for: episode, using: &generator) }
    #expect(kept.allSatisfy { $0.colours[0] == 0 && $0.down == 0 && $0.right == 0 })
    #expect(Set(kept.map(\.turn)).count == 8)
    let moved = (0..<40).map { _ in Augmentation.random(for: episode, movesBackground: true, using: &generator) }
    #expect(moved.contains { $0.colours[0] != 0 })
  }

  @Test func theIdentityChangesNothing() {
    let grid = Grid(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(Augmentation.identity.apply(to: grid) == grid)
    #expect(Augmentation.identity.inverse(grid) == grid)
  }

  @Test func itTurnsThenMovesThenRecolours() {
    let colours = [9, 1, 2, 3, 4, 5, 6, 7, 8, 0]
    let augmentation = Augmentation(colours: colours, turn: .transpose, down: 1, right: 0)
    #expect(augmentation.apply(to: Grid(rows: [[0, 5]])) == Grid(rows: [[9], [9], [5]]))
  }

  @Test func anAnswerOfAnySizeComesBack() {
    let augmentation = Augmentation(down: 3, right: 3)
    #expect(augmentation.inverse(Grid(rows: [[1, 2]])) == Grid(rows: [[1, 2]]))
  }
}
