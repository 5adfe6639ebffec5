import ArgumentParser
import Foundation
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct CheckCommandTests {
  private func check(_ arguments: [String]) throws -> String {
    let recorder = Recorder()
    let command = try CheckCommand.parse(arguments)
    try command.check(
      to: Output(OutputMode(isJSON: command.json), console: recorder.console()), console: Recorder().console())
    return recorder.text
  }

  @Test func peopleSeeTheWorstLeavesAndTheVerdict() throws {
    let text = try check(["maml", "--network", "mlp", "--elements", "1", "--leaves", "layers.*"])
    for word in ["maml on mlp", "analytic", "numeric", "layers.0.weight", "passes"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test func programsGetTheVerdict() throws {
    let text = try check(["proto", "--elements", "1", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["verdict"] as? String == "passes")
    #expect(object?["network"] as? String == "conv", "the first network that it works on")
  }

  @Test func allLearnersOfANetwork() throws {
    let text = try check(["all", "--network", "neuralProcess", "--elements", "1"])
    #expect(text.contains("refused with a reason"))
    #expect(text.contains("0 fail") && text.contains("cnp"))
  }

  @Test func wrongUsageEndsWithTwo() throws {
    for arguments in [["mmal"], ["proto", "--network", "mlp"], ["maml", "--network", "mlp", "--leaves", "no.*"]] {
      #expect(throws: ExitCode(2), "\(arguments)") { try CheckCommand.parse(arguments).run() }
    }
    for arguments in [["maml", "--elements", "0"], ["maml", "--rule", "newton"], ["maml", "--network", "lstm"], []] {
      #expect(throws: (any Error).self, "\(arguments)") { try CheckCommand.parse(arguments) }
    }
  }

  @Test func unknownLearnersAreNamedTheirNeighbours() {
    #expect { try check(["mmal"]) } throws: { "\($0)".contains("nearest: ") && "\($0)".contains(" maml") }
  }
}
