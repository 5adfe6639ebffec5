public import Foundation
import Yams

extension Overlay {
  /// Returns the configuration in a file: its values, over those of the file that it names as its `base`, over
  /// `defaults`.
  ///
  /// The path of a base is relative to the file that names it, and a base may have its own. Elements of lists start
  /// from the first of `origin`, or else of `defaults`, whatever a base says. A configuration that has a key `base` of
  /// its own keeps its meaning.
  /// - Throws: `OverlayError` for a file that cannot be read, is empty, is based on itself, or does not fit; it
  ///   names the file and the line.
  public static func read<C: Codable>(
    _ file: URL, over defaults: C, elementsFrom origin: C? = nil
  ) throws(OverlayError) -> C {
    try read(file, over: defaults, elementsFrom: origin ?? defaults, of: []).value
  }

  /// Reads a file on which others are based, the first of them first.
  private static func read<C: Codable>(
    _ file: URL, over defaults: C, elementsFrom origin: C, of descendants: [URL]
  ) throws(OverlayError) -> (value: C, origin: C) {
    let name = file.relativePath
    func refused(_ problem: String, _ remedy: String, at key: Node? = nil) -> OverlayError {
      OverlayError(
        file: name, line: key?.mark?.line, column: key?.mark?.column, keyPath: key == nil ? "" : "base",
        problem: problem, remedy: remedy)
    }
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      let exists = FileManager.default.fileExists(atPath: file.path)
      throw refused(
        exists ? "it cannot be read as UTF-8 text" : "there is no such file",
        "give a configuration such as Configs/small.yaml")
    }
    guard var given = try OverlayParser.parse(text, named: name), !given.isNull else {
      throw refused("it says nothing", "write what differs from the defaults, or {} for the defaults themselves")
    }
    var (defaults, origin) = (defaults, origin)
    let schema = try encoded(defaults, for: name)
    if schema.mapping?["base"] == nil, let place = given.mapping?.firstIndex(where: { $0.key.text == "base" }) {
      let (key, value) = given.mapping![place]
      guard value.scalar != nil, !value.isNull, !value.text.isEmpty else {
        throw refused("expected the path of a file, found \(value.summary)", "write base: other.yaml", at: key)
      }
      let folder = (name as NSString).deletingLastPathComponent
      let isWhole = folder.isEmpty || value.text.hasPrefix("/")
      let base = URL(fileURLWithPath: isWhole ? value.text : "\(folder)/\(value.text)", relativeTo: file.baseURL)
      let files = descendants + [file]
      guard !files.contains(where: { $0.standardizedFileURL.path == base.standardizedFileURL.path }) else {
        let way = (files + [base]).map(\.lastPathComponent).joined(separator: " → ")
        throw refused("it is based on itself (\(way))", "name another file, or leave base out", at: key)
      }
      guard FileManager.default.fileExists(atPath: base.path) else {
        throw refused("there is no file \(base.relativePath)", "give a path from this file's folder", at: key)
      }
      (defaults, origin) = try read(base, over: defaults, elementsFrom: origin, of: files)
      given = Node(given.mapping!.filter { $0.key.text != "base" }.map { ($0.key, $0.value) })
    }
    return try merged(given, into: defaults, elementsFrom: origin, named: name)
  }
}
