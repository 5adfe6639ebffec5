import Testing

@testable import Tasks

@Suite struct DihedralTests {
  let grid = Grid(rows: [[1, 2, 3], [4, 5, 6]])

  @Test func eachDoesWhatItsNameSays() {
    let expected: [Dihedral: [[Int]]] = [
      .identity: [[1, 2, 3], [4, 5, 6]], .rotate90: [[4, 1], [5, 2], [6, 3]], .rotate180: [[6, 5, 4], [3, 2, 1]],
      .rotate270: [[3, 6], [2, 5], [1, 4]], .flipHorizontal: [[3, 2, 1], [6, 5, 4]],
      .flipVertical: [[4, 5, 6], [1, 2, 3]], .transpose: [[1, 4], [2, 5], [3, 6]],
      .antitranspose: [[6, 3], [5, 2], [4, 1]],
    ]
    for transform in Dihedral.allCases { #expect(transform(grid).rows == expected[transform]) }
  }

  @Test func theyAreAGroupAndInversesUndo() {
    for first in Dihedral.allCases {
      #expect(first.inverse(first(grid)) == grid)
      for second in Dihedral.allCases {
        let both = second(first(grid))
        #expect(Dihedral.allCases.count { $0(grid) == both } == 1)
      }
    }
  }
}
