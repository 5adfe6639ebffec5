import Foundation

/// A line of the catalogue of laws.
public struct ScalingLawEntry: Sendable {
  /// The name that commands take.
  public let name: String
  /// A description of the law.
  public let summary: String
  /// The paper, year and equation.
  public let source: String
  /// The number of variables, or `nil` for any number.
  public let variableCount: Int?
  /// A function that creates the law of columns with these names.
  public let make: @Sendable (_ variables: [String]) -> any ScalingLaw
  /// An example to show and test the law with.
  public let example: ScalingLawExample
  /// The kind of measurements that the law is tried on without being named.
  public var scope = Scope.any

  /// The kind of measurements that a law applies to.
  public enum Scope: Sendable {
    /// Any quantity.
    case any
    /// A share between 0 and 1 that rises with its variable.
    case rate
    /// The law's own quantities, known by the letters of its variables.
    case named
    /// None: the law is tried only where it is named.
    case asked
  }

  /// Returns whether the law may be tried on observations without being named.
  func isApt(for observations: Observations) -> Bool {
    let count = observations.variables.count
    guard variableCount == nil || variableCount == count else { return false }
    switch scope {
    case .any: return true
    case .rate: return observations.isRisingShare
    case .named: return make(observations.variables).variables.map(\.name) == observations.variables
    case .asked: return false
    }
  }
}

extension Observations {
  /// Whether the target is a share that is higher at the largest scale than at the smallest.
  fileprivate var isRisingShare: Bool {
    guard y.allSatisfy({ (0...1).contains($0) }),
      let first = scale.indices.min(by: { scale[$0] < scale[$1] }),
      let last = scale.indices.max(by: { scale[$0] < scale[$1] })
    else { return false }
    return y[last] > y[first]
  }
}

/// Parameters of the size that a law has in its paper, and points at which one would measure it.
public struct ScalingLawExample: Sendable {
  /// The parameters.
  public let parameters: [Double]
  /// The columns, in the order of the law's variables.
  public let columns: [[Double]]
  /// The run of each row, where the law follows runs.
  public let runs: [String]?

  /// Returns an example whose columns are every combination of these values.
  static func grid(_ parameters: [Double], _ values: [Double]...) -> ScalingLawExample {
    let rows = values.reduce([[]]) { partial, column in partial.flatMap { row in column.map { row + [$0] } } }
    return ScalingLawExample(
      parameters: parameters, columns: values.indices.map { index in rows.map { $0[index] } }, runs: nil)
  }

  /// Returns the law's values at the points, each off by a normal error of this relative size.
  public func observations(_ law: any ScalingLaw, errors: [Double]? = nil) throws(ScalingError) -> Observations {
    let names = law.variables.map(\.name)
    let count = columns[0].count
    let empty = try Observations(
      variables: Array(zip(names, columns)), target: ("y", Array(repeating: 0, count: count)), runs: runs)
    let law = try law.prepared(for: empty)
    let y = empty.points.indices.map { row in
      law.value(at: empty.points[row], parameters) * (1 + (errors?[row] ?? 0))
    }
    return try Observations(variables: Array(zip(names, columns)), target: ("y", y), runs: runs)
  }
}

/// The catalogue of laws.
public enum ScalingLaws {
  /// All laws, in the order in which they are shown.
  public static let all: [ScalingLawEntry] = [
    ScalingLawEntry(
      name: "power", summary: "power law with an offset, in one or several variables",
      source: "Hestness et al. 2017; Rosenfeld et al. 2020, Eq. 4", variableCount: nil, make: { PowerLaw($0) },
      example: .grid([1.8, 40, 0.3], logSpaced(1e3, 1e8, 16))),
    ScalingLawEntry(
      name: "rising", summary: "power law up to a ceiling, for accuracies", source: "Alabdulmohsin et al. 2022",
      variableCount: 1, make: { RisingPowerLaw($0.first ?? "x") },
      example: .grid([0.9, 1.5, 0.4], logSpaced(10, 1e5, 16))),
    ScalingLawEntry(
      name: "monomial", summary: "product of powers: the best learning rate or batch size against scale",
      source: "Li et al. 2025 (Step Law), Eq. 1", variableCount: nil, make: { Monomial($0) },
      example: .grid([1.79, -0.713, 0.307], logSpaced(6e7, 1e9, 6), logSpaced(2e9, 1e11, 6)), scope: .asked),
    ScalingLawEntry(
      name: "kaplan", summary: "loss against parameters and tokens, no irreducible part",
      source: "Kaplan et al. 2020, Eq. 1.5", variableCount: 2, make: { _ in Kaplan() },
      example: .grid([6.4e13, 1.8e13, 0.076, 0.103], logSpaced(1e6, 1e9, 6), logSpaced(1e8, 3e10, 6))),
    ScalingLawEntry(
      name: "chinchilla", summary: "loss against parameters and tokens: compute-optimal training",
      source: "Hoffmann et al. 2022, Eq. 2", variableCount: 2, make: { _ in Chinchilla() },
      example: .grid([1.8172, 482.01, 2085.43, 0.3478, 0.3658], logSpaced(5e7, 1e10, 7), logSpaced(1e9, 3e11, 7))),
    ScalingLawEntry(
      name: "broken1", summary: "power law with one smooth break; also U-shapes",
      source: "Caballero et al. 2023, Eq. 1", variableCount: 1,
      make: { BrokenPowerLaw(breaks: 1, $0.first ?? "x") },
      example: .grid([0.3, 4, 0.1, 0.5, 3e4, 0.3], logSpaced(100, 1e7, 36))),
    ScalingLawEntry(
      name: "broken2", summary: "power law with two smooth breaks", source: "Caballero et al. 2023, Eq. 1",
      variableCount: 1, make: { BrokenPowerLaw(breaks: 2, $0.first ?? "x") },
      example: .grid([0.2, 3, 0.05, 0.6, 3e3, 0.3, -0.4, 3e6, 0.3], logSpaced(30, 3e8, 72))),
    ScalingLawEntry(
      name: "broken3", summary: "power law with three smooth breaks", source: "Caballero et al. 2023, Eq. 1",
      variableCount: 1, make: { BrokenPowerLaw(breaks: 3, $0.first ?? "x") },
      example: .grid(
        [0.2, 3, 0.05, 0.6, 1e3, 0.2, -0.5, 1e5, 0.2, 0.4, 1e7, 0.2], logSpaced(10, 1e9, 120))),
    ScalingLawEntry(
      name: "dataConstrained", summary: "loss against parameters, tokens seen and unique tokens",
      source: "Muennighoff et al. 2023, Eqs. 5 and 6", variableCount: 3, make: { _ in DataConstrained() },
      example: .grid(
        [1.87, 521, 1488, 0.353, 0.353, 15.4, 5.3], logSpaced(1e7, 3e9, 5), logSpaced(1e9, 1e11, 5),
        [1e8, 1e9, 1e10])),
    ScalingLawEntry(
      name: "overTraining", summary: "loss against parameters and tokens per parameter",
      source: "Gadre et al. 2024, Eq. 4", variableCount: 2, make: { _ in OverTraining() },
      example: .grid([166.21, 366.69, 0.27285, 1.83665], logSpaced(1e7, 1e9, 6), [5, 20, 80, 320, 640])),
    ScalingLawEntry(
      name: "errorLink", summary: "downstream error against loss", source: "Gadre et al. 2024, Eq. 5",
      variableCount: 1, make: { _ in ErrorLink() },
      example: .grid([0.857, 2.2065, 0.71459], (0..<16).map { 2.2 + 0.16 * Double($0) }), scope: .named),
    ScalingLawEntry(
      name: "parscale", summary: "loss of a model that thinks in parallel streams", source: "Chen et al. 2025, Eq. 5",
      variableCount: 2, make: { _ in ParScale() },
      example: .grid([1.29, 1.97e8, 0.334, 0.196], logSpaced(5e8, 4.7e9, 6), [1, 2, 4, 8])),
    ScalingLawEntry(
      name: "annealing", summary: "loss along a learning-rate schedule: summed rate and annealing",
      source: "Tissue et al. 2024, Eq. 1", variableCount: 2, make: { _ in Annealing() },
      example: .schedules([3.25, 0.54, 0.39, 0.83]), scope: .named),
    ScalingLawEntry(
      name: "multiPower", summary: "loss along a learning-rate schedule: each fall gains by a power law",
      source: "Luo et al. 2025, Eq. 6", variableCount: 2, make: { _ in MultiPower() },
      example: .schedules([3.16, 0.66, 0.42, 614, 0.16, 0.88, 0.56]), scope: .named),
    ScalingLawEntry(
      name: "criticalBatch", summary: "steps to a target against batch size",
      source: "McCandlish et al. 2018, Eq. 2.11",
      variableCount: 1, make: { _ in CriticalBatch() }, example: .grid([2000, 3e6], logSpaced(8, 65536, 14)),
      scope: .named),
    ScalingLawEntry(
      name: "saturating", summary: "pass rate against samples, all problems equally hard",
      source: "arXiv 2505.20522", variableCount: 1, make: { _ in SaturatingExponential() },
      example: .grid([0.85, 0.06], [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]), scope: .rate),
    ScalingLawEntry(
      name: "betaMixture", summary: "pass rate against samples, problems of differing difficulty",
      source: "Schaeffer et al. 2025, Section 3", variableCount: 1, make: { _ in BetaMixture() },
      example: .grid([0.35, 2.5], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]), scope: .rate),
    ScalingLawEntry(
      name: "coverage", summary: "exponentiated power law of coverage against samples",
      source: "Brown et al. 2024, Eq. 3", variableCount: 1, make: { _ in ExponentiatedPowerLaw.coverage },
      example: .grid([1.6, 0.35], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]), scope: .rate),
    ScalingLawEntry(
      name: "passUntil", summary: "pass rate measured until it passes, against size: ln(−ln P) is straight in ln N",
      source: "Hu et al. 2023, Eq. 5", variableCount: 1, make: { _ in ExponentiatedPowerLaw.passUntil },
      example: .grid([3000, 0.3], logSpaced(1e8, 1e10, 12)), scope: .rate),
    ScalingLawEntry(
      name: "postTraining", summary: "loss in RL post-training, with an efficiency that saturates in size",
      source: "Tan et al. 2025", variableCount: 2, make: { _ in PostTraining() },
      example: .grid([1.2, 0.05, 0.09, 2.5e9], [5e8, 1.5e9, 3e9, 7e9, 1.4e10, 3.2e10, 7.2e10], logSpaced(1, 300, 6))),
    ScalingLawEntry(
      name: "sigmoid", summary: "a score that rises as a sigmoid of the logarithm of compute",
      source: "Khatri et al. 2025, Eq. 1; Ruan et al. 2024", variableCount: 1, make: { _ in SigmoidOfCompute() },
      example: .grid([0.2, 0.75, 0.9, 3e3], logSpaced(50, 2e5, 16))),
  ]

  /// Returns the entry of this name.
  public static func entry(named name: String) throws(ScalingError) -> ScalingLawEntry {
    if let entry = all.first(where: { $0.name.lowercased() == name.lowercased() }) { return entry }
    let near = all.map(\.name).filter {
      editDistance(Array($0.lowercased()), Array(name.lowercased())) <= max(2, name.count / 2)
    }
    throw .unknownLaw(name: name, nearest: near)
  }

  /// Returns the law of this name, reading columns of these names.
  public static func law(named name: String, variables: [String]) throws(ScalingError) -> any ScalingLaw {
    let entry = try entry(named: name)
    let law = entry.make(variables)
    guard law.variables.count == variables.count else {
      throw .variables(law: name, wants: law.variables.map(\.name), found: variables)
    }
    return law
  }

  /// Returns the laws that read this many variables.
  public static func entries(reading count: Int) -> [ScalingLawEntry] {
    all.filter { $0.variableCount == nil || $0.variableCount == count }
  }

  /// Returns the laws that may be tried on observations without being named: those that read as many variables, without
  /// laws of other quantities.
  public static func entries(aptFor observations: Observations) -> [ScalingLawEntry] {
    all.filter { $0.isApt(for: observations) }
  }
}

extension ScalingLawExample {
  /// Returns an example of three schedules of the same length: constant, cosine, and a step down.
  static func schedules(_ parameters: [Double]) -> ScalingLawExample {
    let steps = stride(from: 1000.0, through: 20000, by: 500).map { $0 }
    let peak = 3e-4
    let curves: [(String, (Double) -> Double)] = [
      ("constant", { _ in peak }),
      ("cosine", { peak * (0.1 + 0.45 * (1 + cos(.pi * $0 / 20000))) }),
      ("step", { $0 < 10000 ? peak : 0.3 * peak }),
    ]
    return ScalingLawExample(
      parameters: parameters,
      columns: [curves.flatMap { _ in steps }, curves.flatMap { curve in steps.map(curve.1) }],
      runs: curves.flatMap { curve in steps.map { _ in curve.0 } })
  }
}

/// Returns numbers from `low` to `high` at equal ratios.
func logSpaced(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
  (0..<count).map { low * Foundation.pow(high / low, Double($0) / Double(max(count - 1, 1))) }
}
