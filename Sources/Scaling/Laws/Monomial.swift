import Foundation

/// A product of powers: the best learning rate or batch size against parameters and tokens.
///
/// y = c Πᵢ xᵢ^aᵢ
///
/// - Source: Li et al. 2025, "Predictable Scale: Part I, Step Law", Eq. 1 (η = 1.79 N^−0.713 D^0.307).
public struct Monomial: ScalingLaw {
  /// The name in the catalogue.
  public let name = "monomial"
  /// The variables that it reads.
  public let variables: [LawVariable]
  // Linear in logarithms: `starts` solves for all of them.
  /// The parameters that are fitted.
  public let parameters: [LawParameter]

  /// Creates the law of these variables.
  public init(_ names: [String] = ["x"]) {
    variables = names.map { LawVariable($0, "any scale") }
    let suffixes = names.count == 1 ? [""] : names.map { "_\($0)" }
    parameters = [.init("c", .positive, .values([]))] + suffixes.map { .init("a\($0)", .real, .values([])) }
  }

  /// The formula on one line.
  public var formula: String {
    "c " + zip(variables, parameters.dropFirst()).map { "\($0.name)^\($1.name)" }.joined(separator: " ")
  }

  /// Returns the value at a point.
  public func evaluate(_ x: Point, _ p: [Dual]) -> Dual {
    var sum = log(p[0])
    for index in variables.indices { sum = sum + p[1 + index] * x.log(index) }
    return exp(sum)
  }

  /// Returns the least-squares fit of the logarithms, and a constant.
  public func starts(for observations: Observations) -> [[Double]] {
    let rows = observations.y.indices.filter { observations.y[$0] > 0 }
    let count = parameters.count
    var gram = Array(repeating: 0.0, count: count * count)
    var right = Array(repeating: 0.0, count: count)
    for row in rows {
      let columns = [1] + variables.indices.map { observations.points[row].log($0) }
      for i in 0..<count {
        right[i] += columns[i] * Foundation.log(observations.y[row])
        for j in 0..<count { gram[i * count + j] += columns[i] * columns[j] }
      }
    }
    let mean = rows.reduce(0) { $0 + Foundation.log(observations.y[$1]) } / Double(max(rows.count, 1))
    let flat = [expOf(mean)] + variables.map { _ in 0 }
    guard let line = LinearAlgebra.solve(gram, right) else { return [flat] }
    return [[expOf(line[0])] + line.dropFirst(), flat]
  }
}
