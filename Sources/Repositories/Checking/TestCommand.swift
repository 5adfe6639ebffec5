public import Foundation
internal import Subprocess
internal import SystemPackage

/// A user's command that tests a repository, run in a copy of it.
///
/// It leads a process group of its own, under limits of time, memory, and file size that the shell sets before it starts
/// (`ulimit`, which is `setrlimit`), without a network where Linux lets a user make a name space of their own
/// (`unshare --user --net`; a test that speaks to its own machine finds no interface up either). At the limit by the clock
/// the group is killed, and with a name space of processes (`--pid`) also what left the group. The copy is removed.
/// It is no jail: the command may read and write what the user may.
public struct TestCommand: Hashable, Codable, Sendable {
  /// The command, for `/bin/sh`.
  public var command: String
  /// The limits.
  public var limits: TestLimits

  /// Creates a command.
  public init(_ command: String, limits: TestLimits = TestLimits()) { (self.command, self.limits) = (command, limits) }

  /// Runs the command in a copy of a folder (all of it but `.git`) in which files have other texts.
  /// - Throws: `RepositoryError` if the folder cannot be copied or the shell not be started.
  public func run(in folder: URL, replacing texts: [String: String] = [:]) async throws(RepositoryError) -> TestRun {
    let copy = FileManager.default.temporaryDirectory.appending(path: "autodidact-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    let tree = copy.appending(path: "tree")
    do {
      try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(at: copy.appending(path: "tmp"), withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != ".git" {
        try FileManager.default.copyItem(at: folder.appending(path: name), to: tree.appending(path: name))
      }
      for (path, text) in texts {
        guard !path.split(separator: "/").contains(".."), !path.hasPrefix("/") else {
          throw RepositoryError(path: path, reason: "it is no path inside the repository")
        }
        let url = tree.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
    } catch {
      throw (error as? RepositoryError)
        ?? RepositoryError(path: folder.path, reason: "it cannot be copied to be tested: \(error.localizedDescription)")
    }
    return try await run(at: tree, temporary: copy.appending(path: "tmp"))
  }

  /// The arguments of `unshare` that cut the network here, or `nil` if none do.
  static func cutting() async -> [String]? {
    for arguments in [
      ["--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child"],
      ["--user", "--net", "--pid", "--fork", "--kill-child"], ["--user", "--net"],
    ] {
      if await ChildProcess.answer("unshare", arguments + ["true"])?.status == 0 { return arguments }
    }
    return nil
  }

  private func run(at tree: URL, temporary: URL) async throws(RepositoryError) -> TestRun {
    let cut = await Self.cutting()
    // The limits hold for all that the shell starts; a limit that cannot be set ends the run before the command.
    let memory = limits.memoryBytes.map { "ulimit -v \(max(1, $0 / 1024)) && " } ?? ""
    let script =
      "\(memory)ulimit -t \(limits.processorSeconds) && ulimit -f \(max(1, limits.fileBytes / 512)) && exec \"$@\""
    let wrapped = cut.map { ["unshare"] + $0 } ?? []
    var options = PlatformOptions()
    options.processGroupID = 0
    let start = ContinuousClock.now
    let (wall, kept) = (limits.seconds, limits.outputBytes)
    do {
      let result = try await Subprocess.run(
        .path("/bin/sh"), arguments: Arguments(["-c", script, "sh"] + wrapped + ["/bin/sh", "-c", command]),
        environment: .inherit.updating(["TMPDIR": temporary.path]), workingDirectory: FilePath(tree.path),
        platformOptions: options, input: .none, output: .sequence, error: .combinedWithOutput
      ) { execution in
        let group = execution.processIdentifier.value
        return await withTaskGroup(of: (output: BoundedOutput?, isLate: Bool).self) { tasks in
          tasks.addTask {
            var output = BoundedOutput(kept)
            do {
              for try await buffer in execution.standardOutput {
                buffer.withUnsafeBytes { output.append($0) }
              }
            } catch {}
            return (output, false)
          }
          tasks.addTask {
            try? await Task.sleep(for: .seconds(wall))
            guard !Task.isCancelled else { return (nil, false) }
            kill(-group, SIGKILL)
            return (nil, true)
          }
          var (output, isLate) = (BoundedOutput(kept), false)
          for await part in tasks {
            isLate = isLate || part.isLate
            guard let read = part.output else { continue }
            output = read
            tasks.cancelAll()
          }
          return (output.text, isLate)
        }
      }
      // What the command started and left behind.
      kill(-result.processIdentifier.value, SIGKILL)
      let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let number): -number
        }
      return TestRun(
        status: status, isTimedOut: result.closureResult.1, isNetworkCut: cut != nil,
        seconds: (ContinuousClock.now - start) / .seconds(1), output: result.closureResult.0)
    } catch {
      throw RepositoryError(path: "/bin/sh", reason: "the tests did not start: \(error)")
    }
  }
}
