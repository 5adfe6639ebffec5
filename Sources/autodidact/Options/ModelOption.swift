import ArgumentParser
import Experiments
import Foundation
import Tasks

/// A model that comes with the program.
enum ShippedModel: String, CaseIterable {
  /// Meta-trained on rows of symbols: knows after a step or two what a rule of its families is.
  case symbols = "autodidact-symbols"
  /// Meta-trained on rows, strips and grids.
  case small = "autodidact-small"
  /// Trained jointly: gets furthest when many steps teach it something unlike its training.
  case solver = "autodidact-solver"

  /// The one for a task: objects on a background are most unlike what any was trained on.
  init(for episode: Episode) {
    let grids = episode.support.flatMap { [$0.input, $0.output] } + episode.query.map(\.input)
    self = episode.hasBackground ? .solver : grids.allSatisfy { $0.height == 1 } ? .symbols : .small
  }
}

/// Which model to use: a checkpoint that was named, or a shipped one.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The model (default: a shipped one that suits the task).", valueName: "checkpoint"))
  var from: String?

  /// The file of the model; without a name that of a shipped one.
  func url(else shipped: ShippedModel) throws -> URL {
    if let from { return Self.file(of: from) }
    guard let found = Self.file(of: shipped) else { throw NoModelError(places: Self.places(of: shipped).map(\.path)) }
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
    places(of: shipped).first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Where a shipped checkpoint may be: AUTODIDACT_HOME, the folders above the program, the working directory.
  static func places(
    of shipped: ShippedModel,
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
    return homes.map { $0.appendingPathComponent("Checkpoints/\(shipped.rawValue).safetensors") }
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
