import Foundation
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct TerminalOutputFileTests {
  /// The program, which is built beside its tests.
  private let program = (Bundle.main.executableURL ?? URL(fileURLWithPath: ".")).deletingLastPathComponent()
    .appendingPathComponent("autodidact")

  /// How a command line of the program itself ends, and what it says on its error stream.
  private func run(_ line: String) throws -> (code: Int32, errors: String) {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line.replacing("$B", with: "'\(program.path)'")]
    (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
    try process.run()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test(.timeLimit(.minutes(2)), .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aResultThatCannotBeWrittenIsAnErrorUnlessNobodyReads() throws {
    let full = try run("$B list learners --json > /dev/full")
    #expect(full.code == 1 && full.errors.contains("cannot write the result: No space left"))
    #expect(try run("$B list learners --json | head -c 10 > /dev/null").errors.isEmpty)
  }

  @Test(.timeLimit(.minutes(2))) func standardInputThatCannotBeReadIsBadInput() throws {
    for line in ["$B scale fit - --x n --y loss --law power <&-", "$B solve - < /tmp", "$B solve - <&-"] {
      let ended = try run(line)
      #expect(ended.code == 2 && ended.errors.contains("standard input"), "\(line): \(ended)")
    }
  }
}
