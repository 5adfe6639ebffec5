import Foundation

/// Benchmarks that may lie in `shared/data` beside the repository. The package does not depend on them.
enum DataSets {
  static let oneDimensionalARC = folder("1d-arc")
  static let arc = folder("arc-agi-1")

  private static func folder(_ name: String) -> String? {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = repository.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
