internal import Foundation
internal import Subprocess
internal import SystemPackage

/// A program of the system that is asked one thing.
enum ChildProcess {
  /// What a program answered.
  struct Answer: Sendable {
    let output: Data
    let error: String
    let status: Int32
  }

  /// Returns the path of a program on `PATH`, or `nil` if there is none.
  static func path(of program: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.lazy.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program to its end, or returns `nil` if it does not start or answers more than `limit` bytes.
  static func answer(
    _ program: String, _ arguments: [String], in folder: URL? = nil, input: String = "",
    environment: [String: String] = [:], limit: Int = 64 << 20
  ) async -> Answer? {
    guard let path = path(of: program) else { return nil }
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
    let changes = Dictionary(
      uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
    let result = try? await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
      workingDirectory: folder.map { FilePath($0.path) }, platformOptions: options, input: .string(input),
      output: .bytes(limit: limit), error: .bytes(limit: 1 << 20))
    guard let result else { return nil }
    let status: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let number): -number
      }
    return Answer(
      output: Data(result.standardOutput), error: String(decoding: result.standardError, as: UTF8.self), status: status)
  }
}
