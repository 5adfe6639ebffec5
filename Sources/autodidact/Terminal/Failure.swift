import ArgumentParser
import Foundation
import Reports

/// The exit code of a command: 0 for success, 1 for a failure, 2 for wrong input.
extension ExitCode {
  static let badInput = ExitCode(2)
}

/// Prints an error and returns the exit code: `throw failure(error, .badInput)`.
func failure(_ error: any Error, _ code: ExitCode = .failure, console: Console = .errors) -> ExitCode {
  failure("\(error)", code, console: console)
}

/// Prints a message and returns the exit code.
func failure(_ message: String, _ code: ExitCode = .failure, console: Console = .errors) -> ExitCode {
  console.print("\(console.styled("error:", .red, .bold)) \(message)")
  return code
}

extension AsyncParsableCommand {
  /// Parses the arguments, runs the command and ends the process with 0, 1 or 2.
  ///
  /// ArgumentParser exits with 64 on wrong usage; here it is 2 as for every other bad input.
  static func runAndExit(_ arguments: [String]? = nil) async -> Never {
    // Dispatch gives its threads the usual priority, but `nice` is meant for all work. 0 is PRIO_PROCESS, or this
    // thread.
    setpriority(0, 0, getpriority(0, id_t(getpid())))
    let arguments = CommandWords(arguments ?? Array(CommandLine.arguments.dropFirst()), of: self)
    do {
      if let problem = arguments.problem { throw failure(problem, .badInput) }
      var command = try parseAsRoot(arguments.words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      endProcess(with: error, arguments)
    }
    Foundation.exit(ExitCode.success.rawValue)
  }

  /// Does the last work of the process and ends it.
  static func end(_ work: () throws -> Void) -> Never {
    do { try reportingFailure(work) } catch { endProcess(with: error, CommandWords([], of: self)) }
    Foundation.exit(ExitCode.success.rawValue)
  }

  private static func endProcess(with error: any Error, _ arguments: CommandWords) -> Never {
    let code = exitCode(for: error)
    if code == .success {
      Console.output.print(fullMessage(for: error))
    } else if !(error is ExitCode) {
      Console.errors.print(arguments.explained(fullMessage(for: error)))
    }
    Foundation.exit(code == .validationFailure ? ExitCode.badInput.rawValue : code.rawValue)
  }
}
