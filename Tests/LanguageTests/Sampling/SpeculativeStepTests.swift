import Foundation
import Language
import Randomness
import Testing

@Suite struct SpeculativeStepTests {
  /// Tables of what follows a symbol of six.
  private func bigrams(seed: UInt64) -> [SpeculativeStep.Distribution] {
    var generator = Generator(seed: seed)
    return (0..<6).map { _ in
      let weights = (0..<6).map { _ in pow(generator.uniform(), 2) + 0.01 }
      return weights.indices.map { ($0, weights[$0] / weights.reduce(0, +)) }
    }
  }

  @Test("three tokens follow the target's law", arguments: [1, 2, 4])
  func exact(drafts: Int) {
    let (p, q) = (bigrams(seed: 1), bigrams(seed: 2))
    var generator = Generator(seed: 7)
    let samples = 40_000
    var counts = [Int](repeating: 0, count: 216)
    for _ in 0..<samples {
      var text = [0]
      while text.count < 4 {
        var drafted: [(id: Int, from: SpeculativeStep.Distribution)] = []
        for _ in 0..<drafts {
          let from = q[drafted.last?.id ?? text.last!]
          var left = generator.uniform()
          let id =
            from.first { entry in
              left -= entry.probability
              return left < 0
            }?.id ?? 5
          drafted.append((id, from))
        }
        let last = text.last!
        text += SpeculativeStep.tokens(
          drafted, target: { p[$0 == 0 ? last : drafted[$0 - 1].id] }, using: &generator)
      }
      counts[text[1] * 36 + text[2] * 6 + text[3]] += 1
    }
    var chiSquared = 0.0
    for cell in counts.indices {
      let (a, b, c) = (cell / 36, cell / 6 % 6, cell % 6)
      let mean = p[0][a].probability * p[a][b].probability * p[b][c].probability * Double(samples)
      chiSquared += pow(Double(counts[cell]) - mean, 2) / mean
    }
    let z = (chiSquared - 215) / (2 * 215.0).squareRoot()
    #expect(abs(z) < 4, "z = \(z)")
  }
}
