import Randomness
import Testing

@testable import Scaling

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("flaw", "lawn", 2),
    ("intention", "execution", 5),
    ("ab", "ba", 2), ("abc", "abc", 0),
  ])
  func knownDistances(_ first: String, _ second: String, _ expected: Int) {
    #expect(editDistance(Array(first), Array(second)) == expected)
  }

  @Test func itIsAMetric() {
    var generator = Generator(seed: 3)
    func word() -> [Int] { (0..<generator.integer(in: 0..<8)).map { _ in generator.integer(in: 0..<3) } }
    for _ in 0..<200 {
      let (a, b, c) = (word(), word(), word())
      let distance = editDistance(a, b)
      #expect(distance == editDistance(b, a) && (distance == 0) == (a == b))
      #expect(distance <= editDistance(a, c) + editDistance(c, b))
      #expect(distance >= abs(a.count - b.count) && distance <= max(a.count, b.count))
    }
  }
}
