extension ProgramPrior {
  /// The prior fitted to the primitives' frequencies in `SolvedPrograms.code`.
  public static let fitted: ProgramPrior = {
    // A program of which a primitive was renamed since is left out.
    let programs = SolvedPrograms.code.split(separator: "\n").compactMap { try? Program(parsing: String($0)) }
    return ProgramPrior(fittedTo: programs.map { ($0, 1) })
  }()
}
