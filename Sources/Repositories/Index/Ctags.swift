internal import Foundation

/// What Universal Ctags says of files, where it is installed.
///
/// - Source: `ctags-json-output(5)`: one JSON object a line, `_type` `"tag"`.
enum Ctags {
  /// A tag.
  struct Tag: Hashable, Decodable, Sendable {
    let name: String
    let path: String
    let line: Int
    let kind: String
    let scope: String?
    let end: Int?
  }

  /// Whether a ctags that writes JSON is on `PATH`: others of that name do not.
  static func isInstalled() async -> Bool {
    guard let answer = await ChildProcess.answer("ctags", ["--list-features"]) else { return false }
    return answer.status == 0
      && String(decoding: answer.output, as: UTF8.self).split(separator: "\n").contains { $0.hasPrefix("json") }
  }

  /// Returns the tags of files, or `nil` if ctags is missing or fails.
  static func tags(of paths: [String], in folder: URL) async -> [Tag]? {
    guard await isInstalled() else { return nil }
    // Paths by standard input, because there may be thousands; no configuration of the user or of the repository.
    let answer = await ChildProcess.answer(
      "ctags",
      [
        "--options=NONE", "--output-format=json", "--fields=+neKs", "--sort=no", "--links=no", "--quiet=yes", "-L", "-",
        "-f", "-",
      ], in: folder, input: paths.filter { !$0.contains("\n") }.joined(separator: "\n") + "\n", limit: 512 << 20)
    guard let answer, answer.status == 0 else { return nil }
    let decoder = JSONDecoder()
    return answer.output.split(separator: 10).compactMap { try? decoder.decode(Tag.self, from: $0) }
  }
}
