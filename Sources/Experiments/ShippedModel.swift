public import Foundation
public import Tasks

/// A model that comes with the package.
public enum ShippedModel: String, CaseIterable, Sendable {
  /// The model meta-trained on rows of symbols, which finds a rule of its families after a step or two.
  case symbols = "autodidact-symbols"
  /// The model meta-trained on rows, strips and grids.
  case small = "autodidact-small"
  /// The model trained jointly, which does best on tasks unlike its training, in many steps.
  case solver = "autodidact-solver"

  /// Creates the choice for a task: objects on a background are most unlike what any was trained on.
  public init(for episode: Episode) {
    let grids = episode.support.flatMap { [$0.input, $0.output] } + episode.query.map(\.input)
    self = episode.hasBackground ? .solver : grids.allSatisfy { $0.height == 1 } ? .symbols : .small
  }

  /// Returns the URL of the file that is found first.
  /// - Throws: `ShippedModelError` if it is in none of its places.
  public func url() throws(ShippedModelError) -> URL {
    let places = places()
    guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw ShippedModelError(places: places.map(\.path))
    }
    return found
  }

  /// Returns the places where it may be: in AUTODIDACT_HOME, in the folders above the program or what SwiftPM checked
  /// out there for a package that depends on this one, in the working directory.
  public func places(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    program: URL? = Bundle.main.executableURL,
    working: String = FileManager.default.currentDirectoryPath
  ) -> [URL] {
    var homes: [URL] = []
    if let home = environment["AUTODIDACT_HOME"], !home.isEmpty { homes.append(URL(fileURLWithPath: home)) }
    var folder = program?.resolvingSymlinksInPath().deletingLastPathComponent()
    while let current = folder, current.path != "/" {
      homes += [current, current.appendingPathComponent("checkouts/autodidact")]
      folder = current.deletingLastPathComponent()
    }
    homes.append(URL(fileURLWithPath: working))
    return homes.map { $0.appendingPathComponent("Checkpoints/\(rawValue).safetensors") }
  }
}

/// A shipped model that is in none of the places where it may be.
public struct ShippedModelError: Error, Hashable, CustomStringConvertible {
  /// The places where it was searched, in order.
  public let places: [String]

  /// The places, and the remedy.
  public var description: String {
    """
    no shipped model was found; set AUTODIDACT_HOME to the folder that holds Checkpoints/. Looked for, in this order:
    \(places.map { "  \($0)" }.joined(separator: "\n"))
    """
  }
}
