internal import Foundation
internal import Runs

/// A page that a command wrote into the store's folder: the report of a training in the folder of its run, and whatever
/// `--report` put into `pages/`, as verdicts and adaptations.
struct WrittenPage: Encodable, Hashable {
  /// The path in the store's folder: "pages/verdict.html".
  let path: String
  /// The address at the server, or `nil` before one is given.
  var link: String?
  /// The title.
  let title: String
  /// The run in whose folder the page is, or `nil`.
  let run: String?
  let date: Date

  /// Returns the pages of `pages/`, then the latest of runs' folders.
  static func all(in store: RunStore, limit: Int = 200) -> [WrittenPage] {
    // The names of runs begin with their time.
    let folders = contents(of: store.directory).filter { $0 != "pages" }.sorted(by: >)
    let ofRuns = folders.lazy.flatMap { pages(in: $0, of: store) }.prefix(limit)
    return pages(in: "pages", of: store) + ofRuns
  }

  /// Returns the pages of a folder, the latest first.
  static func pages(in folder: String, of store: RunStore) -> [WrittenPage] {
    contents(of: store.directory.appending(path: folder)).filter { $0.hasSuffix(".html") }
      .compactMap { WrittenPage(folder: folder, name: $0, in: store) }.sorted {
        ($0.date, $1.path) > ($1.date, $0.path)
      }
  }

  /// Returns what a page holds.
  /// - Throws: `DashboardError` if there is no page of this path.
  static func data(_ path: String, in store: RunStore) throws -> Data {
    let folder = path.split(separator: "/").first.map(String.init) ?? ""
    // Only what was found by looking is given out, so that no path leads elsewhere.
    guard contents(of: store.directory).contains(folder),
      pages(in: folder, of: store).contains(where: { $0.path == path })
    else { throw DashboardError(404, "there is no page \(path)") }
    return try Data(contentsOf: store.directory.appending(path: path))
  }

  private init?(folder: String, name: String, in store: RunStore) {
    let url = store.directory.appending(path: folder).appending(path: name)
    // A page that was deleted meanwhile is none.
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
      attributes[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    path = "\(folder)/\(name)"
    title = Self.title(of: url) ?? String(name.dropLast(".html".count))
    run = folder == "pages" ? nil : folder
    date = attributes[.modificationDate] as? Date ?? .distantPast
  }

  /// The names in a folder; none if it is none.
  private static func contents(of folder: URL) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  }

  /// The title in the head of a page, which is in its first kilobyte.
  private static func title(of url: URL) -> String? {
    guard let file = try? FileHandle(forReadingFrom: url), let head = try? file.read(upToCount: 2048) else {
      return nil
    }
    let text = String(decoding: head, as: UTF8.self)
    guard let start = text.range(of: "<title>"), let end = text.range(of: "</title>"),
      start.upperBound <= end.lowerBound
    else { return nil }
    let title = String(text[start.upperBound..<end.lowerBound])
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(title) {
      $0.replacingOccurrences(of: $1.0, with: $1.1)
    }
  }
}
