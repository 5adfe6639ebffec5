import ArgumentParser
import Experiments
import Foundation

/// Which model to use: a checkpoint that was named, or the shipped one.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The model (default: the shipped one).", valueName: "checkpoint"))
  var from: String?

  /// The file of the model.
  func url() throws -> URL {
    if let from { return Self.file(of: from) }
    guard let found = Self.shipped() else { throw NoModelError(places: Self.places().map(\.path)) }
    return found
  }

  /// The model.
  func load() throws -> ModelFile { try ModelFile(contentsOf: try url()) }

  /// A path as people give it: the file, or the folder of a checkpoint that holds it.
  static func file(of path: String) -> URL {
    var isDirectory: ObjCBool = false
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      return url
    }
    return url.appendingPathComponent("model.safetensors")
  }

  /// The shipped checkpoint, where it is found first.
  static func shipped() -> URL? {
    places().first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Where the shipped checkpoint may be: AUTODIDACT_HOME, the folders above the program, the working directory.
  static func places(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    program: URL? = Bundle.main.executableURL,
    working: String = FileManager.default.currentDirectoryPath
  ) -> [URL] {
    var homes: [URL] = []
    if let home = environment["AUTODIDACT_HOME"], !home.isEmpty { homes.append(URL(fileURLWithPath: home)) }
    var folder = program?.resolvingSymlinksInPath().deletingLastPathComponent()
    while let current = folder, current.path != "/" {
      homes.append(current)
      folder = current.deletingLastPathComponent()
    }
    homes.append(URL(fileURLWithPath: working))
    return homes.map { $0.appendingPathComponent("Checkpoints/autodidact-small.safetensors") }
  }
}

/// The shipped checkpoint is in none of the places where it may be.
struct NoModelError: Error, CustomStringConvertible {
  let places: [String]
  var description: String {
    "no shipped model was found (looked for \(places.first ?? "it") and in \(max(0, places.count - 1)) other folders); "
      + "name one with --from model.safetensors, or set AUTODIDACT_HOME to the folder that holds Checkpoints/"
  }
}
