/// An error in the data or the request of a fit, with its remedy.
public enum ScalingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are no rows.
  case empty
  /// The columns do not have the same number of rows.
  case ragged(column: String, rows: Int, expected: Int)
  /// There are more variables than a point holds.
  case tooManyVariables(count: Int)
  /// A number is not finite; the row counts from 1.
  case notFinite(column: String, row: Int, value: Double)
  /// A weight is below zero.
  case negativeWeight(row: Int, value: Double)
  /// A law takes a logarithm of a number that has none.
  case notPositive(law: String, column: String, row: Int, value: Double)
  /// The objective takes the logarithm of the measured numbers.
  case targetNotPositive(column: String, row: Int, value: Double, objective: String)
  /// A law takes another number of variables.
  case variables(law: String, wants: [String], found: [String])
  /// There are more parameters than a dual number carries derivatives by.
  case tooManyParameters(law: String, count: Int)
  /// A parameter is to be held at a value outside its domain.
  case outsideDomain(law: String, name: String, value: Double, domain: LawParameter.Domain)
  /// There are too few distinct points to determine the parameters.
  case tooFewPoints(law: String, distinct: Int, needed: Int)
  /// The rows leave parameters undetermined, however little noise they have.
  case undetermined(law: String, parameters: [String], reason: String)
  /// Every measured number is the same, so there is nothing to explain.
  case constantTarget(column: String, value: Double)
  /// The law has no finite value anywhere near the data.
  case noStart(law: String)
  /// No law has this name.
  case unknownLaw(name: String, nearest: [String])
  /// The law does not have the parameter to be held.
  case unknownParameter(law: String, name: String, parameters: [String])
  /// The objective cannot be parsed.
  case unknownObjective(text: String)
  /// The law needs a run column.
  case needsRuns(law: String)
  /// The hold-out rule leaves nothing to fit or nothing to forecast.
  case holdOut(reason: String)

  /// The problem and the remedy, in a sentence.
  public var description: String {
    switch self {
    case .empty: "there are no rows; give at least as many as the law has parameters"
    case .ragged(let column, let rows, let expected):
      "column \(column) has \(rows) rows where \(expected) were expected; all columns need the same number"
    case .tooManyVariables(let count): "\(count) variables; a law has at most \(Point.capacity)"
    case .notFinite(let column, let row, let value):
      "row \(row), column \(column): \(value) is not a finite number; remove the row or pass --skip-missing"
    case .negativeWeight(let row, let value): "row \(row): weight \(value); weights are 0 or more"
    case .notPositive(let law, let column, let row, let value):
      "row \(row), column \(column): \(value), but \(law) takes its logarithm; leave rows out that are not above zero"
    case .targetNotPositive(let column, let row, let value, let objective):
      "row \(row), column \(column): \(value), but the objective \(objective) takes its logarithm; "
        + "use --objective squared"
    case .variables(let law, let wants, let found):
      "\(law) reads \(wants.count) variable\(wants.count == 1 ? "" : "s") (\(wants.joined(separator: ", "))), and "
        + "\(found.count) came: \(found.joined(separator: ", ")); name the columns in that order with --x"
    case .tooManyParameters(let law, let count):
      "\(law) of so many variables has \(count) parameters, and \(Dual.capacity) can be fitted at once; read fewer "
        + "columns, or hold some parameters"
    case .outsideDomain(let law, let name, let value, let domain):
      "\(law) cannot have \(name) = \(value): it is \(domain == .unit ? "between 0 and 1" : "above zero")"
    case .tooFewPoints(let law, let distinct, let needed):
      "\(distinct) different point\(distinct == 1 ? "" : "s") cannot determine \(law), which needs at least \(needed); "
        + "measure at more scales or choose a law with fewer parameters"
    case .undetermined(let law, let parameters, let reason):
      "these rows do not determine \(parameters.joined(separator: ", ")) of \(law): \(reason); measure at other places, "
        + "leave a column out of --x, or hold parameters with --hold"
    case .constantTarget(let column, let value):
      "every value of \(column) is \(value): nothing depends on scale here, so there is no law to fit"
    case .noStart(let law):
      "\(law) has no finite value near these points from any start; check the units and the order of the variables"
    case .unknownLaw(let name, let nearest):
      "no law is called \(name)" + (nearest.isEmpty ? "" : "; nearest: \(nearest.joined(separator: ", "))")
        + "; 'autodidact list laws' shows all"
    case .unknownParameter(let law, let name, let parameters):
      "\(law) has no parameter \(name); it has \(parameters.joined(separator: ", "))"
    case .unknownObjective(let text):
      "no objective is called \(text); there are huber, huber:DELTA, absolute, squaredLog and squared"
    case .needsRuns(let law):
      "\(law) follows each run's schedule, so rows must say which run they belong to; name that column with --run"
    case .holdOut(let reason): reason
    }
  }
}
