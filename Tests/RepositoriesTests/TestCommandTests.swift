import Foundation
import Testing

@testable import Repositories

@Suite(.timeLimit(.minutes(5))) struct TestCommandTests {
  private func run(_ command: String, _ change: (inout TestLimits) -> Void = { _ in }) async throws -> TestRun {
    let scratch = try Scratch(["a.txt": "old", "sub/b.txt": "b", ".git/HEAD": "ref"])
    defer { scratch.remove() }
    var limits = TestLimits()
    // The clock is what one test is about; for the others a busy machine must not end it.
    limits.seconds = 200
    change(&limits)
    let run = try await TestCommand(command, limits: limits).run(in: scratch.folder, replacing: ["a.txt": "new"])
    // The repository itself is as it was.
    #expect(try String(contentsOf: scratch.folder.appending(path: "a.txt"), encoding: .utf8) == "old")
    return run
  }

  @Test func aCommandSeesACopyWithTheAnswerInPlace() async throws {
    let run = try await run("cat a.txt sub/b.txt; ls -a | grep -c git; echo error >&2; echo x > a.txt; touch $TMPDIR/y")
    #expect(run.output == "newb0\nerror\n" && run.passes && !run.isTimedOut)
    #expect(try await self.run("exit 3").status == 3)
    await #expect(throws: RepositoryError.self) {
      try await TestCommand("true").run(in: URL(fileURLWithPath: "/none/here"))
    }
  }

  @Test func atTheLimitTheWholeGroupIsKilled() async throws {
    let pids = FileManager.default.temporaryDirectory.appending(path: "pids-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: pids) }
    // Processes are told by an argument of their own, because in a name space they have other numbers.
    let mark = Int.random(in: 100_000..<1_000_000)
    let start = Date()
    let run = try await run("sleep \(mark).1 & sleep \(mark).2 & wait") { $0.seconds = 0.5 }
    // Without the limit it would go on for a day.
    #expect(run.isTimedOut && !run.passes && Date().timeIntervalSince(start) < 200)
    try await Task.sleep(for: .milliseconds(300))
    let list = await ChildProcess.answer("ps", ["-eo", "args"])
    if let list { #expect(!String(decoding: list.output, as: UTF8.self).contains("sleep \(mark)")) }
  }

  @Test func limitsHoldForWhatTheCommandStarts() async throws {
    let run = try await run("ulimit -v; ulimit -t; ulimit -f") {
      ($0.memoryBytes, $0.processorSeconds, $0.fileBytes) = (1 << 30, 7, 1 << 20)
    }
    #expect(run.output.split(separator: "\n") == ["1048576", "7", "2048"])
    let spinning = try await self.run("while :; do :; done") { $0.processorSeconds = 1 }
    #expect(!spinning.passes && !spinning.isTimedOut)
  }

  @Test(.enabled(if: Scratch.hasPython)) func memoryBeyondTheLimitIsRefused() async throws {
    let command = "python3 -c 'x = bytearray(600 << 20); print(len(x))'"
    #expect(try await run(command).passes)
    let refused = try await run(command) { $0.memoryBytes = 400 << 20 }
    #expect(!refused.passes && refused.output.contains("MemoryError"))
  }

  @Test func ofALongOutputTheStartAndTheEndAreKept() async throws {
    let run = try await run("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done") { $0.outputBytes = 1_000 }
    #expect(run.output.hasPrefix("line 0\n") && run.output.hasSuffix("line 19999\n") && run.output.utf8.count < 1_100)
    #expect(run.output.contains("bytes left out"))
  }

  @Test(.enabled(if: Scratch.hasPython)) func theNetworkIsCutOrTheResultSaysThatItIsNot() async throws {
    let script = "python3 -c 'import socket; socket.create_connection((\"1.1.1.1\", 53), 1)'"
    let run = try await run(script)
    let names = try await self.run("cat /proc/net/dev | grep -vc -e lo: -e '|'")
    if run.isNetworkCut {
      #expect(run.status != 0 && run.output.contains("unreachable"))
      #expect(names.output == "0\n")
    } else {
      #expect(await TestCommand.cutting() == nil)
    }
  }

  @Test func answersAreCheckedFromExactToTested() async throws {
    let text = "def add(a, b):\n    return a + b\n"
    let scratch = try Scratch(["calc.py": text, "README.md": "# Calc\n"])
    defer { scratch.remove() }
    let repository = try await Repository(at: scratch.folder)
    let task = RepositoryTask(
      kind: .maskedFunction, id: "calc.py:1:add", file: "calc.py", range: 15..<31, context: "",
      prefix: "def add(a, b):\n", completion: "    return a + b")
    #expect(task.isExact("    return a + b  \n\n") && !task.isExact("    return b + a"))
    let tests = TestCommand("grep -q 'a + b\\|b + a' calc.py")
    for (answer, exact, parses, passes) in [
      ("    return a + b", true, true, true), ("    return b + a", false, true, true),
      ("    return a - b", false, true, false),
    ] {
      let check = try await task.check(answer, in: repository, tests: tests)
      #expect(check.isExact == exact && check.parse?.parses == parses && check.run?.passes == passes)
    }
    let broken = try await task.check("    return (a + b", in: repository, tests: tests)
    #expect(broken.parse?.parses == false && broken.run == nil)
    // Unless asked, nothing is run.
    #expect(try await task.check("    return a", in: repository).run == nil)
  }
}
