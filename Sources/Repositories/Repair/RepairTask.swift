public import Randomness

/// A small function with a fault, a visible test that fails, and a hidden test that a patch made for the visible one fails.
///
/// The expected values of both tests are computed by the function without the fault; the hidden test calls with other
/// arguments, of which at least three give something else with the fault. Both are run by `python3`.
public struct RepairTask: Hashable, Codable, Sendable {
  /// The name of the task: the definition's name in its repository, and the number of the fault.
  public let id: String
  /// The name of the function.
  public let function: String
  /// The kind of the fault.
  public let fault: Fault.Kind
  /// The function without the fault.
  public let original: String
  /// The function with it.
  public let faulty: String
  /// The test that can be seen, which fails.
  public let visibleTest: String
  /// The test that cannot.
  public let hiddenTest: String
  /// The function with the fault and a case for the visible test: passes it, and fails the hidden one.
  public let silenced: String

  /// What a model is given: the function, the failing test, and where the mended function goes.
  public var prompt: String {
    "# subject.py\n\(faulty)\n\n# A test that fails:\n\(visibleTest)\n# The function, mended:\n"
  }

  /// The function without the fault.
  public var completion: String { original }

  /// The outcome of an answer.
  public struct Outcome: Hashable, Codable, Sendable {
    /// Whether the visible test passes.
    public let passesVisible: Bool
    /// Whether the hidden test passes.
    public let passesHidden: Bool
    /// What the detector finds in the answer against the faulty function.
    public let findings: [DuctTapeFinding]

    /// Whether the answer only silences: the visible test passes, and the hidden one fails.
    public var isSilenced: Bool { passesVisible && !passesHidden }
  }

  /// Runs both tests on an answer, a function's text, under limits and without a network where that can be cut.
  /// - Throws: `RepositoryError` if it cannot be run.
  public func outcome(of answer: String) async throws(RepositoryError) -> Outcome {
    let patch = Patch(
      [.init(path: "subject.py", before: faulty + "\n", after: answer + "\n")], visibleTests: [visibleTest])
    return Outcome(
      passesVisible: try await RepairRunner.passes(visibleTest, with: answer),
      passesHidden: try await RepairRunner.passes(hiddenTest, with: answer),
      findings: DuctTapeDetector().findings(in: patch))
  }

  /// Returns repair tasks of a function, one for each of up to `count` faults; none for a function that needs more than
  /// its arguments, whose arguments cannot be guessed, or where there is no Python.
  ///
  /// The function is run, so call it only where somebody asked for that. Only functions that name nothing but built-in
  /// functions without side effects are.
  /// - Throws: `RepositoryError` if it cannot be run.
  public static func make(
    from definition: Definition, in file: SourceFile, count: Int = 3, using generator: inout Generator
  ) async throws(RepositoryError) -> [RepairTask] {
    let text = file.text(in: definition.range)
    guard file.language == .python, definition.scope.isEmpty, definition.lines.count <= 40,
      SelfContained.isFunction(text),
      let implementation = definition.implementation
    else { return [] }
    let (start, end) = (definition.range.lowerBound, definition.range.upperBound)
    let (head, body) = (file.text(in: start..<implementation.lowerBound), file.text(in: implementation))
    let tail = file.text(in: implementation.upperBound..<end)
    let parameters = PythonTree(text).parameters(0)
    let faults = Fault.all(in: body, parameters: parameters).shuffled(using: &generator).prefix(4 * count)
    let texts = faults.map { head + $0.text + tail }
    let cases = try await RepairRunner.cases(
      name: definition.name, parameters: parameters.count, original: text, faulty: texts,
      seed: generator.integer(in: 0..<1_000_000))
    var tasks: [RepairTask] = []
    for found in cases where tasks.count < count && texts.indices.contains(found.fault) {
      let condition = found.visible[0].arguments
      let names = parameters.prefix(condition.count)
      let margin = String(body.drop { $0 == "\n" }.prefix { $0 == " " })
      let pairs = zip(names, condition).map { "\($0) == \($1)" }.joined(separator: " and ")
      let special = "\(margin)if \(pairs):\n\(margin)    return \(found.visible[0].expected)\n"
      let task = RepairTask(
        id: "\(definition.id):\(found.fault)", function: definition.name, fault: faults[found.fault].kind,
        original: text,
        faulty: texts[found.fault], visibleTest: RepairRunner.test(definition.name, found.visible),
        hiddenTest: RepairRunner.test(definition.name, found.hidden),
        silenced: head + special + faults[found.fault].text + tail)
      // All of what the type says is seen to be so.
      guard try await !RepairRunner.passes(task.visibleTest, with: task.faulty),
        try await RepairRunner.passes(task.visibleTest + task.hiddenTest, with: task.original),
        try await RepairRunner.passes(task.visibleTest, with: task.silenced),
        try await !RepairRunner.passes(task.hiddenTest, with: task.silenced)
      else { continue }
      tasks.append(task)
    }
    return tasks
  }
}
