/// Small dense systems, stored row by row.
enum LinearAlgebra {
  /// Returns the solution of A x = b by Cholesky's decomposition, or `nil` if A is not symmetric positive definite.
  static func solve(_ a: [Double], _ b: [Double]) -> [Double]? {
    let n = b.count
    guard var l = cholesky(a, n) else { return nil }
    return l.withUnsafeMutableBufferPointer { l in
      var x = b
      for i in 0..<n {
        for j in 0..<i { x[i] -= l[i * n + j] * x[j] }
        x[i] /= l[i * n + i]
      }
      for i in stride(from: n - 1, through: 0, by: -1) {
        for j in (i + 1)..<max(n, i + 1) { x[i] -= l[j * n + i] * x[j] }
        x[i] /= l[i * n + i]
      }
      return x
    }
  }

  /// Returns L with L Lᵀ = A, below the diagonal, or `nil` if A is not positive definite.
  private static func cholesky(_ a: [Double], _ n: Int) -> [Double]? {
    var l = a
    for j in 0..<n {
      var diagonal = a[j * n + j]
      for k in 0..<j { diagonal -= l[j * n + k] * l[j * n + k] }
      guard diagonal > 0, diagonal.isFinite else { return nil }
      let root = diagonal.squareRoot()
      l[j * n + j] = root
      for i in (j + 1)..<max(n, j + 1) {
        var sum = a[i * n + j]
        for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
        l[i * n + j] = sum / root
      }
    }
    return l
  }

  /// Returns A⁻¹ for symmetric positive definite A, or `nil` if A is not.
  static func inverse(_ a: [Double], _ n: Int) -> [Double]? {
    var inverse = Array(repeating: 0.0, count: n * n)
    for column in 0..<n {
      var unit = Array(repeating: 0.0, count: n)
      unit[column] = 1
      guard let x = solve(a, unit) else { return nil }
      for row in 0..<n { inverse[row * n + column] = x[row] }
    }
    return inverse
  }
}
