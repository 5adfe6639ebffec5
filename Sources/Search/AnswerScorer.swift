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
  /// 104 are right; those of the network say that an answer is as probable as its share of the votes.
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
  /// Only one answer can be right: probabilities that sum to more than one are scaled to one.
  public func ranking(
    queries: Int, programs: [ProgramSearch.Answer], votes: [[Candidate<Grid>]]?
  ) -> [[RankedGrid]] {
    (0..<queries).map { query in
      var answers: [Grid: (program: Program?, price: Int, votes: Double?, wrong: Double)] = [:]
      var order: [Grid] = []
      for answer in programs where query < answer.grids.count {
        let grid = answer.grids[query]
        let wrong = 1 - Self.probability(program, Self.features(of: answer))
        if answers[grid] == nil { order.append(grid) }
        // Several programs for one answer are one explanation, not several: the most probable counts.
        if let known = answers[grid], known.wrong <= wrong { continue }
        answers[grid] = (answer.program, answer.price, votes == nil ? nil : 0, wrong)
      }
      if let candidates = votes?[query] {
        let all = candidates.reduce(0) { $0 + $1.count }
        for candidate in candidates {
          let share = candidate.count / max(all, 1)
          let wrong = 1 - Self.probability(network, Self.features(votes: share))
          if let known = answers[candidate.answer] {
            answers[candidate.answer] = (known.program, known.price, share, known.wrong * wrong)
          } else {
            order.append(candidate.answer)
            answers[candidate.answer] = (nil, .max, share, wrong)
          }
        }
      }
      let sum = max(1, answers.values.reduce(0) { $0 + 1 - $1.wrong })
      return order.enumerated().map { index, grid in
        let answer = answers[grid]!
        return (
          index,
          RankedGrid(
            grid: grid, program: answer.program, votes: answer.votes, confidence: (1 - answer.wrong) / sum)
        )
      }
      .sorted { ($0.1.confidence, $1.0) > ($1.1.confidence, $0.0) }
      .map(\.1)
    }
  }
}
