import Tasks
import Testing

@Suite struct ByteModelTests {
  private let text = Array("the cat sat on the mat, and the cat ate the rat".utf8)

  @Test(arguments: 0...4) func probabilitiesSumToOne(order: Int) {
    let model = ByteModel(order: order, of: [text])
    for context in ["the ", "zzzz", ""] {
      let sum = (0...255).reduce(0.0) { $0 + model.probability(of: UInt8($1), after: Array(context.utf8)[...]) }
      #expect(abs(sum - 1) < 1e-12)
    }
  }

  @Test func whatItNeverSawTakesEightBits() {
    #expect(ByteModel(of: []).bits(of: text) == 8)
  }

  @Test func aTextThatRepeatsItselfTakesHardlyAny() {
    let period = Array(String(repeating: "abcd", count: 2_000).utf8)
    let model = ByteModel(of: [period])
    #expect(model.bits(of: period) < 0.02)
    #expect(ByteModel(order: 0, of: [period]).bits(of: period) > 1.9, "without a context all four are as likely")
  }

  @Test func moreContextTellsMore() {
    let bits = (0...3).map { ByteModel(order: $0, of: [text]).bits(of: text) }
    #expect(bits == bits.sorted(by: >))
  }
}
