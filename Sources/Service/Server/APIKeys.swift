public import Foundation

/// Who may ask: nobody is asked if there are no keys, and everyone's things are one owner's.
public struct APIKeys: Sendable {
  /// The owner of all, where there are no keys.
  public static let everyone = "local"
  /// The owners by the digests of their keys.
  private let owners: [String: String]

  /// Creates a set of keys; empty for a server that asks for none.
  public init(owners: [String: String] = [:]) { self.owners = owners }

  /// Returns whose a key is.
  /// - Throws: `ServiceError` 401 for none, and for one that is nobody's.
  public func owner(of key: String?) throws(ServiceError) -> String {
    guard !owners.isEmpty else { return Self.everyone }
    guard let key else { throw ServiceError(401, "there is no API key; send X-API-Key, or Authorization: Bearer KEY") }
    guard let owner = owners[KeyDigest.of(key)] else { throw ServiceError(401, "the API key is not known here") }
    return owner
  }
}

extension APIKeys {
  /// Reads the keys of a file: a line `OWNER DIGEST` each; empty lines and those that begin with # are left out.
  /// - Throws: `ServiceError` that names the line.
  public init(file: URL) throws(ServiceError) {
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw ServiceError(400, "\(file.path) cannot be read: \(error)")
    }
    var owners: [String: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      guard words.count == 2, words[1].count == 64, words[1].allSatisfy(\.isHexDigit) else {
        throw ServiceError(
          400,
          "\(file.path), line \(index + 1): it is not OWNER and the 64 digits that `printf %s KEY | sha256sum` prints")
      }
      owners[words[1].lowercased()] = first
    }
    guard !owners.isEmpty else { throw ServiceError(400, "\(file.path) has no key, so that nobody could ask anything") }
    self.init(owners: owners)
  }
}
