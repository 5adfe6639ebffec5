public import Foundation
internal import Reports

/// Measurements: rows with named columns, from which a request makes observations.
public struct ScalingData: Sendable {
  /// The name that people know the data by.
  public let source: String
  /// The rows.
  public let table: DataTable
  /// The column that names the training run of a row, or `nil` if there is none.
  public let runColumn: String?

  /// Creates measurements from rows.
  public init(_ table: DataTable, source: String, runColumn: String? = nil) {
    (self.table, self.source, self.runColumn) = (table, source, runColumn)
  }

  /// Reads a CSV file.
  public init(contentsOf url: URL, decimal: DecimalMark? = nil) throws(TableError) {
    self.init(try DataTable(contentsOf: url, decimal: decimal), source: url.lastPathComponent)
  }

  /// Returns the product of variables as text; a name that is no word, "2" among them, is put in backticks.
  public static func product(of names: [String]) -> String {
    names.map { name in
      let isWord = name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      return isWord || names.count == 1 ? name : "`\(name)`"
    }.joined(separator: "*")
  }

  /// Returns the observations and the plan that a request asks for; `law` puts assigned letters into its order.
  public func analysis(_ request: ScalingRequest, law: ScalingLawEntry? = nil) throws -> ScalingAnalysis {
    let table = try table.rows(where: request.conditions)
    func isColumn(_ name: String) -> Bool { table.names.contains(name) }
    let list = try ColumnList(request.x, isColumn: isColumn)
    let items = try (law ?? list.known).map { try list.ordered(for: $0) } ?? list.items
    let names = items.map(\.name)
    guard let target = try ColumnList(request.y, isColumn: isColumn).items.first else {
      throw ScalingRequestError("no --y")
    }

    // Not all variables of a law are spent: the learning rate is not, nor the number of unique tokens.
    let spent = law?.make(names).spentVariables ?? names.count
    let along = request.along ?? Self.product(of: Array(names.prefix(spent)))
    // What is no expression over the names is read from the table, whose error says what is wrong with it.
    let scaleOfNames = try? Formula(along, of: names, named: "--along")
    let extra = [request.weight, scaleOfNames == nil ? along : nil].compactMap { $0 }
    let run = request.run ?? runColumn
    let selection = try table.select(
      items.map(\.text) + [target.text] + extra, text: run.map { [$0] } ?? [],
      missing: request.skipsMissing ? .skip : .refuse)

    let columns = Array(selection.columns.prefix(items.count))
    let scale =
      scaleOfNames.map { formula in
        selection.lines.indices.map { row in formula(columns.map { $0[row] }) }
      } ?? selection.columns.last
    var analysis: ScalingAnalysis
    do throws(ScalingError) {
      let observations = try Observations(
        variables: Array(zip(names, columns)), target: (target.name, selection.columns[items.count]),
        weights: request.weight == nil ? nil : selection.columns[items.count + 1], runs: selection.texts.first,
        scale: scale)
      analysis = ScalingAnalysis(
        observations, source: source, lines: selection.lines, columns: items.map(\.text), along: along)
    } catch {
      throw ScalingRequestError("\(source): \(ScalingAnalysis.placed(error, lines: selection.lines))")
    }
    analysis.skipped = selection.skipped
    (analysis.replicates, analysis.seed, analysis.level) = (request.replicates, request.seed, request.level)
    analysis.goal = request.goal ?? Verdict.Goal(measure: request.y) ?? .lower
    analysis.hold(out: request.holdOut, for: law)
    if let objective = request.objective {
      analysis.objective = objective
    } else if let row = analysis.observations.y.firstIndex(where: { $0 <= 0 }) {
      analysis.objective = .squared
      analysis.notes.append(
        "The objective is squared, for line \(analysis.lines[row]) has \(analysis.observations.target) = "
          + "\(figures(analysis.observations.y[row])), which has no logarithm.")
    }
    return analysis
  }
}

extension ScalingAnalysis {
  /// Holds out the requested rows or, without a request, as many as the data allow for the law or for the smallest of
  /// all.
  fileprivate mutating func hold(out wanted: HoldOut?, for law: ScalingLawEntry?) {
    let entries = law.map { [$0] } ?? ScalingLaws.entries(aptFor: observations)
    let parameters = entries.map { $0.make(observations.variables).parameters.count }.min() ?? 3
    holdOut = wanted ?? HoldOut(for: observations, parameters: parameters)
    guard wanted == nil, case .largest(let count) = holdOut.rule else { return }
    notes.append(
      "Held out are the \(counted(count, "largest scale")): beyond a quarter of the largest, as usual, too few are left to "
        + "fit; --hold-out says otherwise.")
  }
}
