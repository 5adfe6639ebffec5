import Experiments
import Networks
import Randomness
import Search
import Tasks
import Testing

@Suite("Answers by programs, by a network, or by both")
struct TaskSolverTests {
  private func episode(_ grids: [([[Int]], [[Int]])], query: [[Int]]) -> Episode {
    Episode(
      name: "t", family: "f", support: grids.map { Example(input: Grid(rows: $0.0), output: Grid(rows: $0.1)) },
      query: [Query(input: Grid(rows: query))])
  }

  private var mirrored: Episode {
    episode(
      [([[0, 1], [2, 0]], [[1, 0], [0, 2]]), ([[3, 0], [0, 0]], [[0, 3], [0, 0]])], query: [[0, 4], [5, 6]])
  }

  @Test("Programs answer a grid task without a model, and say which program did")
  func programs() throws {
    var generator = Generator(seed: 1)
    let answers = TaskSolver(side: .programs).answers(to: mirrored, with: nil, using: &generator)
    let best = try #require(answers.first?.first)
    #expect(best.grid == Grid(rows: [[4, 0], [6, 5]]))
    #expect(best.program?.code == "mirror(input)")
    #expect(best.confidence > 0.5)
  }

  @Test("A row of symbols without a background has no programs; the network is asked about rows and small grids")
  func sides() {
    let rows = episode([([[1, 2, 3]], [[3, 2, 1]])], query: [[4, 5, 6]])
    let large = episode(
      [(Array(repeating: Array(repeating: 0, count: 20), count: 20), [[1]])], query: [[1]])
    let solver = TaskSolver()
    #expect(!solver.searchesPrograms(for: rows) && solver.asksNetwork(about: rows))
    #expect(solver.searchesPrograms(for: mirrored) && solver.asksNetwork(about: mirrored))
    #expect(solver.searchesPrograms(for: large) && !solver.asksNetwork(about: large))
    #expect(TaskSolver(side: .programs).searchesPrograms(for: rows))
    #expect(!TaskSolver(side: .network).searchesPrograms(for: large))
  }

  @Test("Without seconds the answers are a function of the task")
  func deterministic() {
    let answers = (0..<2).map { _ in
      var generator = Generator(seed: 1)
      return TaskSolver(side: .programs).answers(to: mirrored, with: nil, using: &generator)
    }
    #expect(answers[0] == answers[1])
  }
}
