import Foundation
import Testing

@testable import Service

@Suite struct TextSimilarityTests {
  private let measures = [
    "fuzzy_match", "bleu", "gleu", "meteor", "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5", "rouge_l",
  ]

  private func score(_ name: String, _ text: String, _ reference: String) -> Double {
    TextSimilarity(name: name)?.score(text, reference) ?? .nan
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test func aTextIsLikeItselfAndUnlikeAnother() {
    let text = "the quick brown fox jumps over the lazy dog"
    for measure in measures where measure != "meteor" {
      #expect(score(measure, text, text) == 1, "\(measure)")
      #expect(score(measure, "", "") == 1, "\(measure)")
    }
    // One chunk of nine words: the penalty that METEOR has even then.
    #expect(isNear(score("meteor", text, text), 1 - 0.5 / 729))
    for measure in measures where measure != "fuzzy_match" {
      #expect(score(measure, "a b c d e f", "u v w x y z") == 0, "\(measure)")
      #expect(score(measure, "", "u v") == 0 && score(measure, "u v", "") == 0, "\(measure)")
    }
    #expect(score("fuzzy_match", "abc", "xyz") == 0)
  }

  @Test func symmetricMeasuresAreSymmetric() {
    let (a, b) = ("the cat sat on the mat", "on the mat the dog sat down")
    for measure in measures where !["bleu", "meteor"].contains(measure) {
      #expect(score(measure, a, b) == score(measure, b, a), "\(measure)")
    }
  }

  @Test func valuesAreThoseComputedByHand() {
    // LCS("kitten", "sitting") = "ittn": 2 * 4 / 13.
    #expect(isNear(score("fuzzy_match", "kitten", "sitting"), 8.0 / 13))
    // Unigrams the cat sat = 3 of 3 and 4; the LCS is "the cat sat" too, and punctuation is no word.
    #expect(isNear(score("rouge_1", "The cat, sat.", "the cat sat down"), 6.0 / 7))
    #expect(isNear(score("rouge_2", "The cat, sat.", "the cat sat down"), 4.0 / 5))
    #expect(isNear(score("rouge_l", "cat the sat", "the cat sat down"), 4.0 / 7))
    // Of 10 runs of "a b c d" and 10 of "a b c e": 3 + 2 + 1 match.
    #expect(isNear(score("gleu", "a b c d", "a b c e"), 0.6))
    // p1 = 3/4, p2 = (2+1)/(3+1), p3 = (1+1)/(2+1), p4 = (0+1)/(1+1); no brevity.
    #expect(isNear(score("bleu", "a b c d", "a b c e"), pow(3.0 / 4 * 3 / 4 * 2 / 3 * 1 / 2, 0.25)))
    // Half as long: exp(1 - 2) times precisions of 1.
    #expect(isNear(score("bleu", "a b", "a b c d"), exp(-1)))
    // P = 2/3, R = 2/4, two matches in one chunk.
    let mean = 10 * (2.0 / 3) * 0.5 / (0.5 + 9 * 2.0 / 3)
    #expect(isNear(score("meteor", "A b x", "a B c d"), mean * (1 - 0.5 / 8)))
    // Clipping: "the" occurs twice in the reference.
    #expect(isNear(score("rouge_1", "the the the the", "the cat the"), 4.0 / 7))
  }

  @Test func whatIsNotComputedHasNoMeasure() {
    #expect(TextSimilarity(name: "cosine") == nil && TextSimilarity(name: "rouge_6") == nil)
  }
}
