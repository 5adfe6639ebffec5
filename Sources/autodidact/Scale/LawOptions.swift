import ArgumentParser
import Experiments
import Scaling
import Reports

/// The options for the law, and for what a first fit leaves out.
struct LawOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The law; 'autodidact list laws' shows all.", valueName: "name"))
  var law: String

  @Option(
    help: ArgumentHelp(
      "Parameters that are known and not fitted, as E=1.69,alpha=0.34; repeatable.", valueName: "parameters"))
  var hold: [String] = []

  @Option(
    help: ArgumentHelp(
      "Laws over schedules: what the rate summed to before the first logged step, as a share of its first value times "
        + "the steps (default: 0.5, a rise from zero in a line; 1 without warm-up).", valueName: "share"))
  var warmUp: Double?

  @Option(help: ArgumentHelp("Leave out this many rows, the worst of a first fit.", valueName: "count"))
  var dropWorst = 0

  func validate() throws {
    if let warmUp, !(0...1).contains(warmUp) {
      throw ValidationError("--warm-up is \(warmUp); give a share from 0 to 1")
    }
    guard dropWorst >= 0 else { throw ValidationError("--drop-worst is \(dropWorst); give 0 or more") }
  }

  /// Returns the values of `--hold`, by parameter; Greek letters may be spelled out.
  func held() throws -> [String: Double] {
    let letters = ["alpha": "α", "beta": "β", "gamma": "γ", "epsilon": "ε", "kappa": "κ"]
    var values: [String: Double] = [:]
    for item in try hold.flatMap({ try ColumnList($0).items }) {
      guard let name = item.letter else {
        throw BadInputError("--hold \(item.text): say which parameter has this value, as in --hold E=1.69")
      }
      let spelled = letters.first { name.hasPrefix($0.key) }
      values[spelled.map { $0.value + name.dropFirst($0.key.count) } ?? name] =
        try Formula(item.text, of: [], named: "--hold")([])
    }
    return values
  }

  /// Returns the law; one over schedules with the given warm-up, or with a note on the assumed one.
  private func law(_ entry: ScalingLawEntry, _ question: inout ScalingAnalysis) throws(ScalingError) -> any ScalingLaw {
    let law = try ScalingLaws.law(named: entry.name, variables: question.observations.variables)
    guard law.followsSchedules else { return law }
    let first = question.observations.points.map { $0[0] }.min() ?? 0
    if warmUp == nil, first > 0 {
      question.notes.append(
        "The rate is taken to have risen from zero in a line up to step \(figures(first)); --warm-up 1 says that there was none."
      )
    }
    let share = warmUp ?? 0.5
    return law is Annealing ? Annealing(warmUpShare: share) : MultiPower(warmUpShare: share)
  }

  /// Returns the law and the question, ready to be answered.
  func question(_ options: ScaleOptions) throws -> (question: ScalingAnalysis, law: any ScalingLaw) {
    let entry = try ScalingLaws.entry(named: law)
    var question = try options.analysis(law: entry)
    let held = try held()
    return try question.answering { question throws(ScalingError) in
      let whole = try law(entry, &question)
      let law = held.isEmpty ? whole : try PinnedLaw(whole, held)
      try question.dropWorst(dropWorst, of: law)
      return (question, law)
    }
  }
}

extension ScalingAnalysis {
  /// Does work on the question; errors of the data name the source and its lines.
  mutating func answering<T>(_ work: (inout ScalingAnalysis) throws(ScalingError) -> T) throws(BadInputError) -> T {
    do throws(ScalingError) {
      return try work(&self)
    } catch {
      throw BadInputError("\(source): \(placed(error))")
    }
  }

  /// Returns the points of `--at`, each with positive numbers where the law takes logarithms.
  func places(_ texts: [String], _ law: any ScalingLaw) throws -> [[Double]] {
    guard texts.isEmpty || !law.followsSchedules else {
      throw BadInputError(
        "\(law.name) follows a run's schedule, which --at cannot say; give the schedule as rows, and --hold-out")
    }
    return try texts.map { text in
      let values = try ColumnList(text).place(of: observations.variables)
      for (variable, (name, value)) in zip(law.variables, zip(observations.variables, values))
      where variable.isPositive && value <= 0 {
        throw BadInputError("--at \(text): \(name) is \(value), but \(law.name) takes its logarithm; give one above 0")
      }
      return values
    }
  }
}
