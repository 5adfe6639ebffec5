import Randomness
import Tasks
import Testing

@testable import Experiments

@Suite struct TaskDrawnTests {
  /// A rule that has three inputs.
  private let task = Task(
    family: "sample", rule: "identity", solve: { $0 }, input: { Grid(sequence: [$0.integer(in: 0..<3)]) })

  @Test func inputsDifferAndALongerListBeginsWithTheShorter() throws {
    var first = Generator(seed: 1), second = Generator(seed: 1)
    let (two, three) = (try task.drawn(2, using: &first), try task.drawn(3, using: &second))
    #expect(Set(three.map(\.input)).count == 3 && Array(three.prefix(2)) == two)
  }

  @Test func moreThanThereAreIsAnErrorThatSaysHowMany() {
    var generator = Generator(seed: 1)
    let error = #expect(throws: TooFewInputs.self) { try task.drawn(4, using: &generator) }
    #expect(error?.description.contains("3 of 4") == true)
  }
}
