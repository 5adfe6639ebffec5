import Foundation
import Networks
import Tensors
import Testing

@Suite(.enabled(if: Torch.isAvailable)) struct LeafPatternTests {
  static let cases: [(String, [String], [String])] = [
    ("*", ["task", "blocks.0.mlp.down.weight", ""], []),
    ("task", ["task"], ["tasks", "a.task", ""]),
    ("task*", ["task", "task.weight"], ["mytask"]),
    ("blocks.*.attention.*", ["blocks.0.attention.out.weight"], ["blocks.0.mlp.down.weight", "blocks.attention"]),
    ("head.*|halt.*", ["head.weight", "halt.bias"], ["task", "xhalt.bias"]),
    ("!tokens.*", ["task", "head.weight"], ["tokens.weight"]),
    ("!head.*|halt.*", ["task"], ["head.weight", "halt.bias"]),
    ("*a*b", ["ab", "xaxxb", "aabab"], ["ba", "a", "abx"]),
    ("**", ["", "x"], []),
  ]

  @Test(arguments: cases.indices)
  func matches(index: Int) {
    let (text, chosen, others) = Self.cases[index]
    let pattern = LeafPattern(text)
    for path in chosen { #expect(pattern.matches(path), "\(text) chooses \(path)") }
    for path in others { #expect(!pattern.matches(path), "\(text) leaves \(path)") }
  }

  @Test func manyStarsDoNotExplode() {
    let pattern = LeafPattern(String(repeating: "*a", count: 40) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 400)))
  }

  @Test func isStoredAsText() throws {
    let data = try JSONEncoder().encode(["k": LeafPattern("head.*")])
    #expect(String(decoding: data, as: UTF8.self) == "{\"k\":\"head.*\"}")
    #expect(try JSONDecoder().decode([String: LeafPattern].self, from: data) == ["k": "head.*"])
  }
}
