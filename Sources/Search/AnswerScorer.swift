internal import Foundation
public import Tasks

/// The probability that an answer is right, from what both sides say of it: a logistic regression.
///
/// log(p / (1 − p)) = bias + Σ weight · feature, one regression for the programs and one for the network. An answer
/// that both give has failed only if both are wrong: p = 1 − (1 − p₁)(1 − p₂).
public struct AnswerScorer: Hashable, Codable, Sendable {
  /// The weights of a regression: the bias first.
  public var program: [Double]
  /// The weights of the network's regression.
  public var network: [Double]

  /// Creates a scorer.
  ///
  /// The default weights of programs are fitted to the first answers to 138 tasks of ARC-AGI-1's training set, of which
  /// 104 are right; those of the network are chosen: about the share of the votes.
  public init(program: [Double] = [2.8, -0.013, -1.2], network: [Double] = [-2.5, 5]) {
    (self.program, self.network) = (program, network)
  }

  /// The features of a program's answer: its description length in half bits, and the share of demonstrations that are
  /// wrong when each is left out of learning.
  public static func features(of answer: ProgramSearch.Answer) -> [Double] {
    [Double(answer.price), 1 - answer.leftOut]
  }

  /// The features of a network's answer: its share of the votes.
  public static func features(votes: Double) -> [Double] { [votes] }

  private static func probability(_ weights: [Double], _ features: [Double]) -> Double {
    let logit = zip(weights.dropFirst(), features).reduce(weights[0]) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-logit))
  }

  /// Returns the answers to each query, the most probable first.
  ///
  /// Only one answer can be right: the probabilities of each side are scaled to a sum of at most one, and of both
  /// together the best keeps its own, the others share what is left.
  public func ranking(
    queries: Int, programs: [ProgramSearch.Answer], votes: [[Candidate<Grid>]]?
  ) -> [[RankedGrid]] {
    (0..<queries).map { query in
      let found = explained(query, by: programs)
      let voted = votes.map { shares(of: $0[query]) }
      let order = found.order + (voted?.order.filter { found.probabilities[$0] == nil } ?? [])
      let both = order.map { grid in
        1 - (1 - (found.probabilities[grid] ?? 0)) * (1 - (voted?.probabilities[grid] ?? 0))
      }
      let best = both.max() ?? 0
      let others = both.reduce(0, +) - best
      let scale = min(1, (1 - best) / max(others, 1e-9))
      let first = both.firstIndex(of: best)
      return order.indices.map { index in
        RankedGrid(
          grid: order[index], program: found.programs[order[index]],
          votes: voted.map { $0.shares[order[index]] ?? 0 },
          confidence: index == first ? best : both[index] * scale)
      }
      .enumerated().sorted { ($0.element.confidence, $1.offset) > ($1.element.confidence, $0.offset) }
      .map(\.element)
    }
  }

  /// The answers of programs to a query, with the program of each that is most probable.
  private func explained(
    _ query: Int, by answers: [ProgramSearch.Answer]
  ) -> (order: [Grid], programs: [Grid: Program], probabilities: [Grid: Double]) {
    var (order, programs, probabilities) = ([Grid](), [Grid: Program](), [Grid: Double]())
    for answer in answers where query < answer.grids.count {
      let grid = answer.grids[query]
      let own = Self.probability(program, Self.features(of: answer))
      if probabilities[grid] == nil { order.append(grid) }
      // Several programs for one answer are one explanation, not several.
      guard own > probabilities[grid] ?? 0 else { continue }
      (programs[grid], probabilities[grid]) = (answer.program, own)
    }
    return (order, programs, Self.scaled(probabilities, order))
  }

  /// The candidates of a vote, with their shares.
  private func shares(
    of candidates: [Candidate<Grid>]
  ) -> (order: [Grid], shares: [Grid: Double], probabilities: [Grid: Double]) {
    let all = max(1, candidates.reduce(0) { $0 + $1.count })
    let shares = Dictionary(candidates.map { ($0.answer, $0.count / all) }) { $0 + $1 }
    let probabilities = shares.mapValues { Self.probability(network, Self.features(votes: $0)) }
    let order = candidates.map(\.answer)
    return (order, shares, Self.scaled(probabilities, order))
  }

  /// Returns probabilities whose sum is at most one. The sum is taken in order: it is the same in every process.
  private static func scaled(_ probabilities: [Grid: Double], _ order: [Grid]) -> [Grid: Double] {
    let sum = max(1, order.reduce(0) { $0 + (probabilities[$1] ?? 0) })
    return probabilities.mapValues { $0 / sum }
  }
}
