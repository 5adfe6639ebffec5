import Foundation
public import Randomness
internal import Requirements

/// Two populations of three ages, each with a Leslie matrix whose entries depend on the other.
///
/// N = n₁ + n₂ + n₃, E = e₂p₂ + p₃, φ = exp(−a E / (1 + a h N))
///
/// n₁' = φ (f₂n₂ + f₃n₃) / (1 + N/K),  n₂' = φ s₁n₁,  n₃' = φ (s₂n₂ + s₃n₃)
///
/// p₁' = c N (1 − φ),  p₂' = t₁p₁,  p₃' = t₂p₂ + t₃p₃
///
/// Prey n breed from age 2 and less when crowded (Beverton–Holt); the oldest class keeps its survivors. A share φ of the
/// prey escapes predators p, who hunt from age 2: the risk saturates with the amount of prey (Holling's type II). What
/// they eat becomes their young, so the first row of their matrix is c N (1 − φ) eᵢ / E. A step is bounded: births by
/// max(f) K and by c N, and all others by their number before.
/// - Source: Leslie 1945, "On the Use of Matrices in Certain Population Mathematics"; Caswell 2001, "Matrix Population
///   Models" (age classes, density dependence); Holling 1959 (the disc equation); Wikan 2001, "From Chaos to Chaos. An
///   Analysis of a Discrete Age-Structured Prey–Predator Model" (the coupling of two matrices).
/// - Differs: Wikan's model has two ages and Ricker's exponentials. The ranges of the rates are ours: slow and fast lives,
///   fitted to no species. Densities count in units of a typical class, time in steps between breeding seasons.
/// - Shapes: a state is `[6]`: n₁, n₂, n₃, p₁, p₂, p₃.
public struct AgeStructuredPopulations: Hashable, Sendable {
  /// The young of a prey of age 2 and of age 3+ in one step: f₂ in 0.5...3, f₃ in 1...5.
  public let preyFecundity: [Double]
  /// The share of the prey of each age that survives without predators: s₁ in 0.2...0.8, s₂ and s₃ in 0.3...0.9.
  public let preySurvival: [Double]
  /// The density of prey that halves their births: K in 0.5...4.
  public let crowding: Double
  /// The share of the predators of each age that survives: t₁ in 0.2...0.7, t₂ and t₃ in 0.4...0.95.
  public let predatorSurvival: [Double]
  /// The hunting effort of a predator of age 2 relative to one of age 3+: e₂ in 0.2...1.
  public let youngEffort: Double
  /// The share of the prey that one predator would take in a step without handling time: a in 0.1...1.5.
  public let attackRate: Double
  /// The number of steps that a predator needs for a unit of prey: h in 0.05...1.
  public let handlingTime: Double
  /// The number of young predators from a unit of prey: c in 0.05...0.6.
  public let conversion: Double

  /// Draws the rates, each uniform in its range.
  public static func drawn(using generator: inout Generator) -> AgeStructuredPopulations {
    AgeStructuredPopulations(
      preyFecundity: [generator.uniform(in: 0.5..<3), generator.uniform(in: 1..<5)],
      preySurvival: [
        generator.uniform(in: 0.2..<0.8), generator.uniform(in: 0.3..<0.9), generator.uniform(in: 0.3..<0.9),
      ],
      crowding: generator.uniform(in: 0.5..<4),
      predatorSurvival: [
        generator.uniform(in: 0.2..<0.7), generator.uniform(in: 0.4..<0.95), generator.uniform(in: 0.4..<0.95),
      ],
      youngEffort: generator.uniform(in: 0.2..<1), attackRate: generator.uniform(in: 0.1..<1.5),
      handlingTime: generator.uniform(in: 0.05..<1), conversion: generator.uniform(in: 0.05..<0.6))
  }

  /// The rates in the order of the declarations.
  var rates: [Double] {
    preyFecundity + preySurvival + [crowding] + predatorSurvival
      + [youngEffort, attackRate, handlingTime, conversion]
  }

  /// Returns the state one step later.
  public func next(_ state: [Double]) -> [Double] {
    require(state.count == 6, "a state of \(state.count) densities; give 3 of the prey and 3 of the predators")
    let (n, p) = (state[..<3], state[3...])
    let prey = n.reduce(0, +)
    let effort = youngEffort * p[4] + p[5]
    let escape = exp(-attackRate * effort / (1 + attackRate * handlingTime * prey))
    let births = (preyFecundity[0] * n[1] + preyFecundity[1] * n[2]) / (1 + prey / crowding)
    return [
      escape * births,
      escape * preySurvival[0] * n[0],
      escape * (preySurvival[1] * n[1] + preySurvival[2] * n[2]),
      conversion * prey * (1 - escape),
      predatorSurvival[0] * p[3],
      predatorSurvival[1] * p[4] + predatorSurvival[2] * p[5],
    ]
  }
}
