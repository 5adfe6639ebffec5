import ArgumentParser
import Foundation
import Language
import Service

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command `autodidact engine-worker`, which a server starts: it reads frames of requests from standard input and writes a frame
/// of replies for each to standard output, until the input ends.
struct EngineWorker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine-worker", abstract: "The process in which a server's model learns and samples.",
    shouldDisplay: false)

  @Option(help: ArgumentHelp("A folder or a .gguf file; without one, tasks are answered.", valueName: "path"))
  var model: String?

  @OptionGroup var threading: ThreadOption

  func run() throws {
    // Whatever else prints goes where a log goes: standard output has frames alone.
    let output = FileHandle(fileDescriptor: dup(STDOUT_FILENO), closeOnDealloc: true)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    try threading.apply()
    if let model {
      var engine = LanguageEngine(try LanguageModel(at: URL(fileURLWithPath: model)))
      try serve(output) { engine.answer($0) }
    } else {
      var engine = TaskEngine()
      try serve(output) { engine.answer($0) }
    }
  }

  private func serve(_ output: FileHandle, _ answer: ([EngineRequest]) -> [EngineReply]) throws {
    while let frame = try Self.frame(from: .standardInput) {
      let requests = try EngineFrame.decoded(frame, as: EngineRequest.self)
      try output.write(contentsOf: EngineFrame.encoded(answer(requests)))
    }
  }

  /// Reads the next frame, without its length, or returns `nil` at the end of the input.
  private static func frame(from input: FileHandle) throws -> Data? {
    let length = try bytes(8, from: input)
    if length.isEmpty { return nil }
    let count = length.count == 8 ? EngineFrame.number(length) : -1
    guard (0...EngineFrame.limit).contains(count) else { throw EngineLost("its input is no frame") }
    let frame = try bytes(count, from: input)
    guard frame.count == count else { throw EngineLost("its input ended inside a frame") }
    return frame
  }

  /// Reads so many bytes, or those before the end of the input.
  private static func bytes(_ count: Int, from input: FileHandle) throws -> Data {
    var data = Data()
    while data.count < count, let more = try input.read(upToCount: count - data.count), !more.isEmpty { data += more }
    return data
  }
}
