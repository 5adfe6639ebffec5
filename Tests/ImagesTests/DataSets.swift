import Foundation

/// Benchmarks that may lie in `shared/data` beside the repository. The package does not depend on them.
enum DataSets {

  static let omniglot = folder("omniglot")

  private static func folder(_ name: String) -> String? {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = repository.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
