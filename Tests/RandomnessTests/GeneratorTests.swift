import Foundation
import Randomness
import Testing

@Suite struct GeneratorTests {
  @Test func aSeedIsAStream() {
    var a = Generator(seed: 7), b = Generator(seed: 7), c = Generator(seed: 8)
    let first = (0..<4).map { _ in a.next() }
    #expect(first == (0..<4).map { _ in b.next() })
    #expect(first != (0..<4).map { _ in c.next() })
  }

  @Test func aChildDoesNotAdvanceItsParent() {
    let parent = Generator(seed: 1)
    #expect(parent.child(3) == parent.child(3))
    #expect(parent.child(3) != parent.child(4))
    #expect(parent.child("tasks") != parent.child("exploration"))
  }

  @Test func aSplitStreamIsUncorrelatedWithItsParent() {
    var parent = Generator(seed: 2)
    var child = parent.split()
    let n = 20_000
    let products = (0..<n).map { _ in (parent.uniform() - 0.5) * (child.uniform() - 0.5) }
    // The product of two independent centred uniforms has standard deviation 1/12.
    #expect(abs(products.reduce(0, +) / Double(n)) < 4 / 12 / Double(n).squareRoot())
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var g = Generator(seed: 3)
    let n = 50_000
    let u = (0..<n).map { _ in g.uniform() }
    let z = (0..<n).map { _ in g.normal() }
    #expect(abs(u.reduce(0, +) / Double(n) - 0.5) < 0.01)
    #expect(abs(z.reduce(0, +) / Double(n)) < 0.02)
    #expect(abs(z.map { $0 * $0 }.reduce(0, +) / Double(n) - 1) < 0.03)
  }

  @Test func itSurvivesEncoding() throws {
    var g = Generator(seed: 4)
    _ = g.next()
    var copy = try JSONDecoder().decode(Generator.self, from: JSONEncoder().encode(g))
    #expect(g.next() == copy.next())
  }

  @Test func theHashIsPublishedFNV() {
    #expect(stableHash("") == 0xCBF2_9CE4_8422_2325)
    #expect(stableHash("a") == 0xAF63_DC4C_8601_EC8C)
  }
}
