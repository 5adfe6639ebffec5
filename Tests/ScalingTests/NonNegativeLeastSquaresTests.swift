import Randomness
import Testing

@testable import Scaling

struct NonNegativeLeastSquaresTests {
  /// Karush, Kuhn, Tucker: no unknown is negative, the slope is zero where one is positive, and none where it is zero
  /// would descend.
  @Test func optimalityHoldsOnRandomProblems() {
    var generator = Generator(seed: 4)
    for _ in 0..<300 {
      let (rows, columns) = (12, 4)
      let a = (0..<rows).map { _ in (0..<columns).map { _ in generator.normal() + 0.5 } }
      let b = (0..<rows).map { _ in generator.normal() }
      var gram = Array(repeating: 0.0, count: columns * columns)
      var right = Array(repeating: 0.0, count: columns)
      for row in 0..<rows {
        for i in 0..<columns {
          right[i] += a[row][i] * b[row]
          for j in 0..<columns { gram[i * columns + j] += a[row][i] * a[row][j] }
        }
      }
      let isConstrained = (0..<columns).map { $0 < 3 }
      let x = NonNegativeLeastSquares.solve(gram: gram, right: right, isConstrained: isConstrained)
      for i in 0..<columns {
        let slope = right[i] - (0..<columns).reduce(0) { $0 + gram[i * columns + $1] * x[$1] }
        if isConstrained[i] {
          #expect(x[i] >= 0)
          #expect(slope <= 1e-8)
          if x[i] > 1e-9 { #expect(abs(slope) < 1e-8) }
        } else {
          #expect(abs(slope) < 1e-8)
        }
      }
    }
  }

  @Test func aColumnOfZerosGetsZero() {
    let x = NonNegativeLeastSquares.solve(gram: [2, 0, 0, 0], right: [4, 0], isConstrained: [true, true])
    #expect(abs(x[0] - 2) < 1e-9)
    #expect(x[1] == 0)
  }
}
