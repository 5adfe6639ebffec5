/// A search for the programs that explain a task's demonstrations: enumerated whole, or as a rule for each cell whose
/// layers are enumerated.
///
/// 1. Programs are enumerated by description length (`ProgramEnumerator`); one whose values are all outputs is an answer.
/// 2. Of programs that are nearly right each is built upon once more, the best first.
/// 3. A rule for each cell is learned over the values that have the outputs' sizes (`CellRuleLearner`). It is learned
///    again without each demonstration in turn: the share of those that it then answers is the evidence for it.
/// 4. Where that gave nothing, what holds of whole inputs (a colour, a truth) is laid out on grids of the outputs'
///    sizes, and the rule is learned again; then all is tried with colours numbered by how common they are.
public struct ProgramSearch: Sendable {
  /// The bound on the enumeration.
  public var budget = ProgramEnumerator.Budget()
  /// The largest number of operations on words of cells by which rules are learned.
  public var operations = 3_000_000_000
  /// The seconds that a task may take, or `nil` for a result that is the same on every machine.
  public var seconds: Double?
  /// The largest number of layers of which a rule is learned.
  public var layers = 300
  /// The largest number of nearly right programs that are built upon.
  public var beam = 20
  /// The largest number of answers.
  public var answers = 20
  /// The prices of programs, or `nil` for those fitted to solved tasks.
  public var prior: ProgramPrior?

  /// Creates a search of the default size.
  public init() {}

  /// An explanation of the demonstrations and its answers.
  public struct Answer: Sendable {
    /// The answer to each query.
    public let grids: [Grid]
    /// The description length, in half bits.
    public let price: Int
    /// The share of the demonstrations that are right when each is left out of learning in turn.
    public let leftOut: Double
    /// The program that gives the answers.
    public let program: Program

    /// Creates an explanation.
    public init(grids: [Grid], price: Int, leftOut: Double, program: Program) {
      (self.grids, self.price, self.leftOut, self.program) = (grids, price, leftOut, program)
    }

    /// The order of answers: the description length, and what is not right when it is left out.
    var cost: Double { Double(price) + 200 * (1 - leftOut) }
  }

  /// The share of the work after which a rule is learned for the first time: a plain one that holds up ends the search.
  private static let firstShare = 0.12

  /// The price of numbering colours by how common they are.
  private static let ranking = 8

  /// Returns the explanations of an episode's demonstrations, best first.
  public func callAsFunction(_ episode: Episode) -> [Answer] {
    let start = ContinuousClock.now
    var answers = pass(episode, from: start, seconds: seconds.map { 0.7 * $0 })
    if !answers.contains(where: { $0.leftOut == 1 }), let ranked = RankedColours(of: episode) {
      answers += pass(ranked.episode, from: start, seconds: seconds).map { answer in
        Answer(
          grids: zip(answer.grids, ranked.queries).map { $1.restored($0) }, price: answer.price + Self.ranking,
          leftOut: answer.leftOut, program: .ranked(answer.program))
      }
    }
    var known: Set<[Grid]> = []
    return Array(
      answers.sorted { $0.cost < $1.cost }.filter { known.insert($0.grids).inserted }.prefix(self.answers))
  }

  private func pass(_ episode: Episode, from start: ContinuousClock.Instant, seconds: Double?) -> [Answer] {
    var pass = SearchPass(episode, self, start: start, seconds: seconds)
    pass.enumerate(Self.firstShare)
    if pass.found.isEmpty { pass.learn() }
    if pass.isConvincing { return pass.answers }
    pass.enumerate(0.6)
    if pass.found.isEmpty { pass.expand() }
    pass.learn()
    if !pass.answers.contains(where: { $0.leftOut == 1 }) {
      pass.layOutScalars()
      pass.learn()
    }
    return pass.answers
  }
}
