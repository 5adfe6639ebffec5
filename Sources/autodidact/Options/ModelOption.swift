import ArgumentParser
import Experiments
import Foundation
import Tasks

/// Which model to use: a checkpoint that was named, or a shipped one.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The model (default: a shipped one that suits the task).", valueName: "checkpoint"))
  var from: String?

  /// The file of the model; without a name that of a shipped one.
  func url(else shipped: ShippedModel) throws -> URL {
    if let from { return Self.file(of: from) }
    guard let found = Self.file(of: shipped) else { throw NoModelError(places: shipped.places().map(\.path)) }
    return found
  }

  /// A path as people give it: the file, or the folder of a checkpoint that holds it.
  static func file(of path: String) -> URL {
    var isDirectory: ObjCBool = false
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      return url
    }
    return url.appendingPathComponent("model.safetensors")
  }

  /// A shipped checkpoint, where it is found first.
  static func file(of shipped: ShippedModel) -> URL? {
    try? shipped.url()
  }
}

/// A shipped checkpoint is in none of the places where it may be.
struct NoModelError: Error, CustomStringConvertible {
  let places: [String]
  var description: String {
    "no shipped model was found (looked for \(places.first ?? "it") and in \(max(0, places.count - 1)) other folders); "
      + "name one with --from model.safetensors, or set AUTODIDACT_HOME to the folder that holds Checkpoints/"
  }
}
