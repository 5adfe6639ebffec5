import Experiments
import Foundation
import Runs
import Scaling

/// Where measurements come from: rows with named columns, and the observations that the options make of them.
///
/// A file, standard input, or a study of the run store.
struct ScaleData {
  /// What people call it.
  let source: String
  /// Its rows.
  let table: Table
  /// The column that says which training a row belongs to, unless another is asked for.
  var runColumn: String?

  /// The CSV of a file, or of standard input when it is called "-".
  init(file: String) throws {
    if file == "-" {
      source = "standard input"
      table = try Table(csv: FileHandle.standardInput.readDataToEndOfFile(), named: source)
    } else {
      source = (file as NSString).lastPathComponent
      table = try Table(contentsOf: URL(fileURLWithPath: file))
    }
  }

  /// What a study measured: its sweep, group and run are columns too, for `--where` and `--run`.
  init(study name: String, in store: RunStore) throws {
    source = "study \(name)"
    let rows = try StudyTable(store, study: name)
    table = try Table(csv: rows.csv, named: source)
    // Rows of one training share its luck; where there is only one, each row has to stand for itself.
    runColumn = Set(rows.rows.map(\.run)).count > 1 ? "run" : nil
  }

  /// The arithmetic that multiplies variables; a name that is no word, "2" among them, stands in backticks.
  static func product(of names: [String]) -> String {
    names.map { name in
      let isWord = name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      return isWord || names.count == 1 ? name : "`\(name)`"
    }.joined(separator: "*")
  }

  /// The observations and the plan that the options ask for; `law` puts assigned letters into its order.
  func question(_ options: ScaleOptions, law: ScalingLawEntry? = nil) throws -> ScaleQuestion {
    let table = try table.rows(where: options.conditions.compactMap { RowCondition($0) })
    func isColumn(_ name: String) -> Bool { table.names.contains(name) }
    let list = try ColumnList(options.x, isColumn: isColumn)
    let items = try (law ?? list.known).map { try list.ordered(for: $0) } ?? list.items
    let names = items.map(\.name)
    guard let target = try ColumnList(options.y, isColumn: isColumn).items.first else { throw BadInputError("no --y") }

    // Of what a law reads, not everything is spent: the learning rate, or how many of the tokens are unique.
    let spent = law?.example.runs != nil ? 1 : (law?.name == "dataConstrained" ? 2 : names.count)
    let along = options.along ?? Self.product(of: Array(names.prefix(spent)))
    let scaleOfNames = try? Formula(along, of: names, named: "--along")
    let extra = [options.weight, scaleOfNames == nil ? along : nil].compactMap { $0 }
    let run = options.runColumn ?? runColumn
    let selection = try table.select(
      items.map(\.text) + [target.text] + extra, text: run.map { [$0] } ?? [],
      missing: options.skipMissing ? .skip : .refuse)

    let columns = Array(selection.columns.prefix(items.count))
    let scale =
      scaleOfNames.map { formula in
        selection.lines.indices.map { row in formula(columns.map { $0[row] }) }
      } ?? selection.columns.last
    var question: ScaleQuestion
    do throws(ScalingError) {
      let observations = try Observations(
        variables: Array(zip(names, columns)), target: (target.name, selection.columns[items.count]),
        weights: options.weight == nil ? nil : selection.columns[items.count + 1], runs: selection.texts.first,
        scale: scale)
      question = ScaleQuestion(
        observations, source: source, lines: selection.lines, columns: items.map(\.text), along: along)
    } catch {
      throw BadInputError("\(source): \(ScaleQuestion.placed(error, lines: selection.lines))")
    }
    question.skipped = selection.skipped
    (question.holdOut, question.replicates) = (options.holdOut, options.replicates)
    (question.seed, question.level, question.goal) = (options.seed, options.level, options.chosenGoal.goal)
    try chooseObjective(options, &question)
    return question
  }

  private func chooseObjective(_ options: ScaleOptions, _ question: inout ScaleQuestion) throws {
    if let text = options.objective {
      question.objective = try Objective(text)
    } else if let row = question.observations.y.firstIndex(where: { $0 <= 0 }) {
      question.objective = .squared
      question.notes.append(
        "The objective is squared, for line \(question.lines[row]) has \(question.observations.target) = "
          + "\(figures(question.observations.y[row])), which has no logarithm.")
    }
  }
}
