extension ProgramPrior {
  /// What a task shows of its outputs' sizes, by which priors differ.
  enum SizeChange: CaseIterable {
    case same, smaller, larger

    init(of episode: Episode) {
      let pairs = episode.support
      func area(_ grid: Grid) -> Int { grid.height * grid.width }
      if pairs.allSatisfy({ $0.input.height == $0.output.height && $0.input.width == $0.output.width }) {
        self = .same
      } else {
        self = pairs.allSatisfy { area($0.output) < area($0.input) } ? .smaller : .larger
      }
    }
  }

  /// The weight of a program of a task whose sizes change otherwise.
  private static let otherwise = 0.15

  private static let solved: [(change: SizeChange, program: Program)] = [
    (SizeChange.same, SolvedPrograms.same), (.smaller, SolvedPrograms.smaller), (.larger, SolvedPrograms.larger),
  ].flatMap { change, code in
    // A program of which a primitive was renamed since is left out.
    code.split(separator: "\n").compactMap { line in (try? Program(parsing: String(line))).map { (change, $0) } }
  }

  /// The prior fitted to the primitives' frequencies in all of `SolvedPrograms`.
  public static let general = ProgramPrior(fittedTo: solved.map { ($0.program, 1) })

  private static let fitted: [SizeChange: ProgramPrior] = {
    Dictionary(
      uniqueKeysWithValues: SizeChange.allCases.map { own in
        (own, ProgramPrior(fittedTo: solved.map { ($0.program, $0.change == own ? 1 : otherwise) }))
      })
  }()

  /// Returns the prior fitted to the primitives' frequencies in `SolvedPrograms`, most to those of tasks whose outputs'
  /// sizes change as this episode's do.
  public static func fitted(to episode: Episode) -> ProgramPrior { fitted[SizeChange(of: episode)]! }
}
