import MetaLearning
import Networks
import Randomness
import Search
import Tasks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct SolverTests {
  private let slow: SlowWeights<TinyRecursiveModel>
  private let inner = InnerLoop(steps: 1, rule: .normalized, rate: 0.02)

  init() {
    var generator = Generator(seed: 2)
    var c = TinyRecursiveConfiguration()
    (c.width, c.heads, c.taskWidth, c.innerMultiple, c.highCycles) = (16, 2, 16, 16, 1)
    slow = SlowWeights(TinyRecursiveModel(c, using: &generator), inner: inner)
  }

  @Test func aTaskOfOneAnswerIsLearnedFromItsDemonstrations() {
    // Whatever comes in, the answer is 7 7 7: even a fresh model learns that.
    let answer = Grid(sequence: [7, 7, 7])
    let inputs = [[1, 2, 3], [3, 1, 2], [2, 4, 1]].map { Grid(sequence: $0) }
    let episode = Episode(
      name: "t", family: "f", support: inputs.map { Example(input: $0, output: answer) },
      query: [Query(input: Grid(sequence: [4, 3, 2]))])
    var solver = Solver()
    (solver.steps, solver.copies) = (40, 2)
    var generator = Generator(seed: 1)
    let attempts = solver.solve(episode, with: slow, inner, using: &generator).attempts()
    #expect(attempts.count == 1 && attempts[0].count == 2)
    #expect(attempts[0][0] == answer)
  }

  @Test func answersAreAFunctionOfTheSeed() throws {
    var stream = Generator(seed: 3)
    let episode = try TaskFamilies.named("shift").episode(in: .metaTest, support: 3, query: 2, using: &stream)
    var solver = Solver()
    solver.steps = 2
    func run(_ seed: UInt64) -> [[Grid]] {
      var generator = Generator(seed: seed)
      return solver.solve(episode, with: slow, inner, using: &generator).attempts(3)
    }
    #expect(run(1) == run(1))
    #expect(run(1).allSatisfy { $0.count == 3 })
  }
}
