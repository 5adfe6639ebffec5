import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct GridsTests {
  @Test(arguments: [
    ("slide", "1 -1 own", "120/003/000", "000/100/023"), ("slide", "-1 0 5", "120/003/000", "055/000/500"),
    ("drop", "down own", "120/003/000", "000/000/123"), ("drop", "left 4", "020/003/050", "400/400/400"),
    ("drop", "up own", "000/020/301", "321/000/000"), ("drop", "right own", "120/300/050", "012/003/005"),
    ("fillEnclosed", "4 own", "11100/10100/11100", "11100/14100/11100"),
    ("fillEnclosed", "4 5", "11100/10100/11100", "11155/14155/11155"),
    ("fillEnclosed", "4 own", "11100/10000/11100", "11100/10000/11100"),
    ("reflect", "transpose 0.0", "123/456", "14/25/36"), ("reflect", "flipVertical 1.5", "123/456", "416/523"),
    ("completeSymmetry", "leftRight 9", "129/343/595", "121/343/595"),
    ("completeSymmetry", "diagonal 9", "129/254/846", "128/254/846"),
    ("tally", "left 4 0", "120/003/000", "440/400/000"), ("tally", "bottom 4 7", "120/103/000", "777/477/444"),
    ("crop", "5 own", "0000/0510/0050", "51/05"), ("crop", "5 3", "0000/0510/0050", "31/03"),
    ("cross", "row 3 4", "000/030/010", "000/434/010"), ("cross", "cross 3 4", "000/030/010", "040/434/010"),
    ("cross", "diagonals 3 4", "000/030/010", "404/030/414"), ("frame", "0 4 own", "123/056/000", "444/454/444"),
    ("frame", "1 4 8", "123/056/000", "888/048/000"),
  ])
  func rulesDoWhatTheySay(_ name: String, _ rule: String, _ input: String, _ expected: String) throws {
    let family = try #require(Grids().families.first { $0.name == name } as? ProceduralFamily)
    let grid = Grid(rows: input.split(separator: "/").map { $0.compactMap(\.wholeNumberValue) })
    #expect(try task(family, rule).solve(grid).description == expected.replacing("/", with: "\n"))
  }

  @Test func neighboursAreCountedBySides() {
    var generator = Generator(seed: 1)
    let task = Grids().recolourByNeighbours.task(using: &generator)
    let table = numbers(task.rule)
    // The plus has four neighbours in its middle, the lone cell none.
    let y = task.solve(Grid(rows: [[0, 1, 0, 0], [1, 1, 1, 0], [0, 1, 0, 1]]))
    let colour = { (kind: Int) in table[kind] == 0 ? 1 : table[kind] }
    #expect(y[1, 1] == colour(3) && y[0, 1] == colour(1) && y[2, 3] == colour(0) && y[0, 0] == 0)
  }

  @Test func tilesAreTurnedAsTheSignatureSays() {
    var generator = Generator(seed: 2)
    let grid = Grid(rows: [[1, 2], [3, 4]])
    for _ in 0..<20 {
      let task = Grids().tile.task(using: &generator)
      let big = task.solve(grid)
      for (place, transform) in numbers(task.rule).enumerated() {
        let tile = Grid(height: 2, width: 2) { big[place / 2 * 2 + $0, place % 2 * 2 + $1] }
        #expect(tile == Dihedral(rawValue: transform)?(grid))
      }
    }
  }

  @Test func aSudokuHasOneSolution() {
    var generator = Generator(seed: 3)
    for _ in 0..<100 {
      let puzzle = FourSudoku.puzzle(open: 9, using: &generator)
      let solutions = puzzle.solutions(limit: 2)
      #expect(solutions.count == 1 && puzzle.cells.contains(-1))
      for unit in 0..<4 {
        let corner = unit / 2 * 8 + unit % 2 * 2
        for cells in [
          (0..<4).map { unit * 4 + $0 }, (0..<4).map { $0 * 4 + unit }, [0, 1, 4, 5].map { corner + $0 },
        ] {
          #expect(Set(cells.map { solutions[0][$0] }).count == 4)
        }
      }
    }
    let empty = FourSudoku(cells: [Int](repeating: -1, count: 16))
    #expect(empty.solutions(limit: 1000).count == 288, "the known number of 4x4 sudokus")
    #expect(FourSudoku(cells: [0, 0] + [Int](repeating: -1, count: 14)).solutions(limit: 1).isEmpty)
  }

  @Test func theWayJoinsTheDoors() {
    var generator = Generator(seed: 4)
    for _ in 0..<50 {
      let task = Grids().maze.task(using: &generator)
      let hidden = task.rule.split(separator: " ").compactMap { UInt8($0) }
      let example = task.example(&generator)
      #expect(example.input.cells.count { $0 == hidden[1] } == 2)
      // A way between rooms two apart has one cell more than steps between rooms: an odd number.
      #expect(example.output.cells.count { $0 == hidden[2] } % 2 == 1)
      #expect(zip(example.input.cells, example.output.cells).allSatisfy { $0 == $1 || $0 == hidden[0] })
    }
  }

  @Test(arguments: [Grids(heights: 6...6, widths: 6...6, density: 0.8), Grids(heights: 7...12, widths: 3...9)])
  func anyMeasuresWork(_ world: Grids) {
    var generator = Generator(seed: 5)
    for family in world.families {
      for split in Split.allCases {
        let episode = family.episode(in: split, support: 4, query: 2, using: &generator)
        #expect(episode.grids.allSatisfy(family.canvas.holds))
      }
    }
  }

  @Test func aConfigurationIsChecked() throws {
    let dense = try JSONDecoder().decode(Grids.self, from: Data(#"{"density": 0.5}"#.utf8))
    #expect(dense == Grids(density: 0.5))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Grids.self, from: Data(#"{"heights": [1, 9]}"#.utf8))
    }
  }
}
