import Foundation
import JSON
import Testing

@testable import Service

/// Recorded exchanges with OpenAI's Python client, where they are there.
struct GoldenExchanges {
  struct Exchange {
    var step: String
    var method: String
    var path: String
    var headers: [(String, String)]
    var body: [UInt8]
    var status: Int
    var json: JSONTree?
    var text: String?
  }

  /// The recordings that may lie in `shared/reference` beside the repository, or `nil`. The package does not depend on them.
  static let folder: URL? = {
    let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let folder = tests.appendingPathComponent("../../../../shared/reference/service-golden").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static func all(_ name: String) throws -> [Exchange] {
    let folder = try #require(folder)
    let file = try Data(contentsOf: folder.appendingPathComponent("openai-\(name).json"))
    let tree = JSONTree(try JSONValue(Array(file)))
    return (tree["steps"]?.items ?? []).flatMap { step in
      (step["exchanges"]?.items ?? []).map { exchange in
        let request = exchange["request"] ?? .null
        let response = exchange["response"] ?? .null
        var headers: [(String, String)] = []
        if case .object(let members) = request["headers"] {
          headers = members.map { ($0.key, $0.value.string ?? "") }
        }
        return Exchange(
          step: step["step"]?.string ?? "", method: request["method"]?.string ?? "",
          path: request["path"]?.string ?? "",
          headers: headers, body: request["json"]?.bytes ?? Array((request["text"]?.string ?? "").utf8),
          status: Int(response["status"]?.number ?? 0), json: response["json"], text: response["text"]?.string)
      }
    }
  }

  /// Returns where a reply is not as recorded: keys that are missing, kinds that differ, and values under keys that are not
  /// volatile.
  static func differences(
    _ golden: JSONTree, _ own: JSONTree, volatile: Set<String>, optional: Set<String> = [], at way: String = ""
  ) -> [String] {
    let key = way.split(separator: ".").last { Int($0) == nil }.map(String.init) ?? ""
    switch (golden, own) {
    case (.object(let members), .object):
      // The keys of a completion's alternatives are tokens.
      if volatile.contains(key), members.allSatisfy({ $0.value.number != nil }) { return [] }
      return members.flatMap { member -> [String] in
        guard let value = own[member.key] else {
          return optional.contains(member.key) ? [] : ["\(way).\(member.key) is missing"]
        }
        return differences(member.value, value, volatile: volatile, optional: optional, at: "\(way).\(member.key)")
      }
    case (.list(let items), .list(let others)):
      if !volatile.contains(key), items.count != others.count { return ["\(way) has \(others.count) items"] }
      return zip(items, others).enumerated().flatMap { place, pair in
        differences(pair.0, pair.1, volatile: volatile, optional: optional, at: "\(way).\(place)")
      }
    case (.object, _), (.list, _), (_, .object), (_, .list):
      let isNothing = golden == .null || own == .null
      return golden == own || (isNothing && volatile.contains(key)) ? [] : ["\(way) is \(own), not \(golden)"]
    default:
      let isSame = golden == own || (golden.number != nil && golden.number == own.number)
      return isSame || volatile.contains(key) ? [] : ["\(way) is \(own), not \(golden)"]
    }
  }
}
