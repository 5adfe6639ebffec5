import Randomness
import Tasks
import Testing

@Suite("The search for programs that explain demonstrations")
struct ProgramSearchTests {
  /// A task of a program: demonstrations and a query on random grids.
  private func episode(_ code: String, height: Int = 5, width: Int = 6, seed: UInt64 = 1) throws -> Episode {
    let program = try Program(parsing: code)
    var generator = Generator(seed: seed)
    func example() throws -> Example {
      let input = Grid(height: height, width: width) { _, _ in
        generator.bernoulli(0.5) ? 0 : generator.integer(in: 1..<4)
      }
      guard case .grid(let output) = try program(input) else { throw Undefined.nothing }
      return Example(input: input, output: output)
    }
    let query = try example()
    return Episode(
      name: code, family: "programs", support: [try example(), try example(), try example()],
      query: [Query(input: query.input, output: query.output)])
  }

  private var quick: ProgramSearch {
    var search = ProgramSearch()
    search.budget.applications = 3_000
    return search
  }

  @Test(
    "A program that is in reach is found", arguments: ["half_turn(input)", "transpose(input)", "neighbour(input, up)"])
  func enumerated(code: String) throws {
    let episode = try episode(code)
    let answer = try #require(quick(episode.hidingAnswers()).first)
    #expect(answer.grids == episode.query.map(\.output))
    #expect(answer.leftOut == 1)
  }

  @Test(
    "A choice for each cell is learned as exceptions to a base, and written as a program",
    arguments: [
      "paint(input, cells_of(input, red), blue)", "choose(cells_of(mirror(input), black), input, mirror(input))",
      "paint(input, both(cells_of(input, black), cells_of(neighbour(input, up), red)), green)",
    ])
  func learned(code: String) throws {
    let episode = try episode(code, height: 9, width: 9)
    let answer = try #require(quick(episode.hidingAnswers()).first)
    #expect(answer.grids == episode.query.map(\.output))
    for (query, grid) in zip(episode.query, answer.grids) {
      #expect(try answer.program(query.input) == .grid(grid))
      #expect(try Program(parsing: answer.program.code) == answer.program)
    }
  }

  @Test("Demonstrations that contradict each other have no explanation")
  func contradiction() throws {
    var episode = try episode("mirror(input)")
    episode.support.append(Example(input: episode.support[0].input, output: episode.support[1].output))
    #expect(quick(episode.hidingAnswers()).isEmpty)
  }
}
