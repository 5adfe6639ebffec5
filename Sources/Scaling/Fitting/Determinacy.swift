import Foundation

extension Fit {
  /// Throws where the rows leave parameters open, however little noise they have.
  ///
  /// The points leave the effect of a variable open if it hardly varies (by a hundredth at most), or only together with
  /// the others. The rank of the law's derivatives at the points tells the rest: two token counts cannot determine E, B
  /// and β. Enough points of a single variable determine any law of it, if not the parameters of a break beyond them.
  public func checkDeterminacy() throws(ScalingError) {
    let idle = idleVariable
    let dependent = dependentParameters
    if let idle {
      let owners = law.parameters.map(\.name).filter { $0.hasSuffix("_\(idle.name)") }
      throw .undetermined(
        law: law.name,
        parameters: dependent.isEmpty ? (owners.isEmpty ? ["what \(idle.name) does"] : owners) : dependent,
        reason: idle.reason)
    }
    if law.variables.count > 1, !dependent.isEmpty {
      throw .undetermined(
        law: law.name, parameters: dependent,
        reason: "they can be changed together, and the law at these places stays the same")
    }
  }

  /// The first spent variable that does not vary apart from the others, with the reason, or `nil` if all do.
  private var idleVariable: (name: String, reason: String)? {
    let count = law.spentVariables
    let rows = observations.points.indices.filter { observations.weights[$0] > 0 }
    guard count > 1, !rows.isEmpty else { return nil }
    let logs = (0..<count).map { index in rows.map { observations.points[$0].log(index) } }
    let names = observations.variables
    for index in 0..<count where Self.span(logs[index]) <= 0.01 {
      let value = observations.points[rows[0]][index]
      return (names[index], "\(names[index]) is \(short(value)) in all of them")
    }
    for index in 1..<count {
      let others = Array(logs[..<index])
      guard let rest = Self.rest(of: logs[index], after: others), Self.span(rest) <= 0.02 else { continue }
      return (names[index], "\(names[index]) moves only with \(names[..<index].joined(separator: " and "))")
    }
    return nil
  }

  private static func span(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }

  /// Returns the residual of a column after least squares on a constant and some others, or `nil` if these are linearly
  /// dependent.
  private static func rest(of column: [Double], after others: [[Double]]) -> [Double]? {
    let basis = [Array(repeating: 1.0, count: column.count)] + others
    let gram = basis.flatMap { one in basis.map { dot(one, $0) } }
    guard let share = LinearAlgebra.solve(gram, basis.map { dot($0, column) }) else { return nil }
    return column.indices.map { row in column[row] - zip(share, basis).reduce(0) { $0 + $1.0 * $1.1[row] } }
  }

  /// The parameters that can be changed together while the law stays the same at all rows, to first order.
  public var dependentParameters: [String] {
    let sample = StartGrid.sample(observations)
    let problem = FitProblem(law, sample, objective)
    // A coefficient that went to zero hides its own effect and its exponent's.
    let values = law.evaluate(problem.points, problem.duals(problem.lifted(coordinates)))
    let columns = law.parameters.indices.map { index in
      values.map { $0.partials[index] / (objective.isLogarithmic ? $0.value : 1) }
    }
    let sizes = columns.map { Self.dot($0, $0).squareRoot() }
    guard let most = sizes.max(), most.isFinite, most > 0 else { return [] }
    var names = law.parameters.indices.filter { law.parameters[$0].isLinear && sizes[$0] == 0 }.map {
      law.parameters[$0].name
    }
    // Gram–Schmidt, twice for accuracy; `made` has the composition of each direction.
    var directions: [(column: [Double], made: [Double])] = []
    for index in columns.indices where sizes[index] > 1e-9 * most {
      var column = columns[index].map { $0 / sizes[index] }
      var made = Array(repeating: 0.0, count: columns.count)
      made[index] = 1
      for _ in 0..<2 {
        for direction in directions {
          let share = Self.dot(column, direction.column)
          for row in column.indices { column[row] -= share * direction.column[row] }
          for other in made.indices { made[other] -= share * direction.made[other] }
        }
      }
      let size = Self.dot(column, column).squareRoot()
      if size > 1e-9 {
        directions.append((column.map { $0 / size }, made.map { $0 / size }))
      } else {
        let largest = made.map(abs).max() ?? 1
        names += made.indices.filter { abs(made[$0]) > 1e-3 * largest }.map { law.parameters[$0].name }
      }
    }
    return law.parameters.map(\.name).filter(Set(names).contains)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
