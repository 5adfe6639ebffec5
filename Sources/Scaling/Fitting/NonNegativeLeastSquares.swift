/// Least squares in which some unknowns may not be negative.
///
/// min ‖A x − b‖² with xⱼ ≥ 0 for the constrained j, from the normal equations AᵀA and Aᵀb of a few unknowns.
/// - Source: Lawson, Hanson 1974, "Solving Least Squares Problems", Chapter 23 (NNLS); free unknowns are always in the
///   passive set.
struct NonNegativeLeastSquares {
  /// Returns the solution; unknowns that the data cannot tell from others are 0.
  static func solve(gram: [Double], right: [Double], isConstrained: [Bool]) -> [Double] {
    let n = right.count
    // Unit diagonal: the columns of a law differ by many powers of ten.
    let scale = (0..<n).map { gram[$0 * n + $0] > 0 ? 1 / gram[$0 * n + $0].squareRoot() : 0 }
    let g = (0..<n * n).map { gram[$0] * scale[$0 / n] * scale[$0 % n] }
    let h = (0..<n).map { right[$0] * scale[$0] }
    var isPassive = (0..<n).map { !isConstrained[$0] && scale[$0] > 0 }
    var x = solve(g, h, isPassive)
    for _ in 0..<(3 * n + 3) {
      let slope = (0..<n).map { j in h[j] - (0..<n).reduce(0) { $0 + g[j * n + $1] * x[$1] } }
      let waiting = (0..<n).filter { !isPassive[$0] && scale[$0] > 0 && slope[$0] > 1e-12 }
      guard let entering = waiting.max(by: { slope[$0] < slope[$1] }) else { break }
      isPassive[entering] = true
      while true {
        let z = solve(g, h, isPassive)
        let blocked = (0..<n).filter { isPassive[$0] && isConstrained[$0] && z[$0] <= 0 }
        guard !blocked.isEmpty else {
          x = z
          break
        }
        let step = blocked.map { x[$0] / (x[$0] - z[$0]) }.min() ?? 0
        for j in 0..<n { x[j] += step * (z[j] - x[j]) }
        for j in blocked where x[j] <= 1e-15 {
          isPassive[j] = false
          x[j] = 0
        }
        // An unknown that entered and cannot move would loop forever.
        if step == 0, blocked.contains(entering) {
          isPassive[entering] = false
          x[entering] = 0
          break
        }
      }
    }
    return (0..<n).map { x[$0] * scale[$0] }
  }

  private static func solve(_ g: [Double], _ h: [Double], _ isPassive: [Bool]) -> [Double] {
    let n = h.count
    let passive = (0..<n).filter { isPassive[$0] }
    guard !passive.isEmpty else { return Array(repeating: 0, count: n) }
    var matrix = passive.flatMap { i in passive.map { g[i * n + $0] } }
    for i in passive.indices { matrix[i * passive.count + i] += 1e-13 }
    var x = Array(repeating: 0.0, count: n)
    guard let z = LinearAlgebra.solve(matrix, passive.map { h[$0] }) else { return x }
    for (place, j) in passive.enumerated() { x[j] = z[place] }
    return x
  }
}
