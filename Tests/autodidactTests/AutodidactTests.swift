import Foundation
import Tensors
import Testing

@testable import autodidact

/// How the whole command ends.
@Suite(.enabled(if: Torch.isAvailable), .timeLimit(.minutes(2))) struct AutodidactTests {
  @Test func helpAndVersionAreNoFailure() async {
    for argument in ["--help", "--version"] {
      await #expect(processExitsWith: .exitCode(0)) { [argument = argument as String] in
        await Autodidact.runAndExit([argument])
      }
    }
  }

  @Test func wrongUsageEndsWithTwo() async {
    for arguments in ["fly", "train", "list learner", "evaluate m --steps x", "train none.yaml"] {
      await #expect(processExitsWith: .exitCode(2)) { [arguments = arguments as String] in
        await Autodidact.runAndExit(arguments.split(separator: " ").map(String.init))
      }
    }
  }
}
