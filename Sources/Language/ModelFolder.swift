public import Foundation
internal import Settings

/// The folder in which a user's language models are: each a .gguf file or a Hugging Face folder, under its name.
public struct ModelFolder: Sendable {
  /// The folder, which may not be there yet.
  public let url: URL

  /// Creates a folder at a place.
  public init(_ url: URL) { self.url = url }

  /// The user's folder: `AUTODIDACT_MODELS`, or autodidact/models in `XDG_DATA_HOME` or ~/.local/share.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    func folder(_ key: String) -> URL? {
      environment[key].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }
    }
    let share =
      folder("XDG_DATA_HOME") ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/share")
    self.init(folder("AUTODIDACT_MODELS") ?? share.appending(path: "autodidact/models"))
  }

  /// A model in the folder.
  public struct Entry: Hashable, Sendable {
    /// The name by which commands know it.
    public let name: String
    /// Its file or folder.
    public let url: URL
    /// Its bytes on disk.
    public let bytes: Int
  }

  /// The models that are there, by name. Names that begin with a dot are downloads that did not end.
  public var entries: [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []  // no folder holds no model
    return names.filter { !$0.hasPrefix(".") }.map { file in
      let place = url.appending(path: file)
      let known = KnownModel.all.first { $0.file == file }
      let bare = file.hasSuffix(".gguf") ? String(file.dropLast(5)) : file
      return Entry(name: known?.name ?? bare, url: place, bytes: Self.bytes(of: place))
    }.sorted { $0.name < $1.name }
  }

  /// Returns the file or folder of a model that is named by a path, or by its name in the folder.
  /// - Throws: `LanguageError` for what is neither, with the command that brings it or the names that are there.
  public func resolve(_ model: String) throws(LanguageError) -> URL {
    if FileManager.default.fileExists(atPath: model) { return URL(fileURLWithPath: model) }
    let entries = entries
    if let entry = entries.first(where: { $0.name == model }) { return entry.url }
    if KnownModel.all.contains(where: { $0.name == model }) {
      throw LanguageError(model, "it is not here yet: autodidact model get \(model)")
    }
    let names = Set(entries.map(\.name) + KnownModel.all.map(\.name)).sorted()
    let near = nearest(to: model, in: names).joined(separator: ", ")
    throw LanguageError(
      model,
      "there is no such model: no file or folder, and no name that `autodidact model list` shows (nearest: \(near))")
  }

  private static func bytes(of url: URL) -> Int {
    func size(_ path: String) -> Int {
      // What vanished while it was counted has no bytes.
      ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      return size(url.path)
    }
    let paths = FileManager.default.subpaths(atPath: url.path) ?? []
    return paths.reduce(0) { $0 + size(url.appending(path: $1).path) }
  }
}
