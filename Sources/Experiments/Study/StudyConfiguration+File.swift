public import Foundation

extension StudyConfiguration {
  /// Reads a study's file and the training configuration that it is based on; `settings` override it as by `--set`.
  ///
  /// The file is read twice: what the first reading finds, the base and what all sweeps measure, are the second
  /// one's defaults. Files that it names are found from its own folder.
  /// - Throws: `OverlayError` for a file that cannot be read, an unknown key or a value that does not fit.
  public init(contentsOf file: URL, settings: [String] = []) throws {
    let folder = file.deletingLastPathComponent()
    func read(_ defaults: Self, elementsFrom origin: Self) throws -> Self {
      let study = try Overlay.read(file, over: defaults, elementsFrom: origin)
      return try settings.reduce(study) { try Overlay.apply(setting: $1, to: $0, elementsFrom: origin) }
    }
    var origin = Self()
    let first = try read(origin, elementsFrom: origin)
    origin.sweeps[0].evaluation = first.evaluation
    var defaults = origin
    if !first.base.isEmpty {
      defaults.training = try Overlay.read(Self.url(of: first.base, in: folder), over: Experiment())
    }
    self = try read(defaults, elementsFrom: origin)
    for index in sweeps.indices {
      let files = sweeps[index].checkpoints.map { Self.url(of: $0, in: folder) }
      sweeps[index].checkpoints = files.map(\.standardizedFileURL.path)
    }
  }

  private static func url(of path: String, in folder: URL) -> URL {
    path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path)
  }
}
