import Yams

extension Overlay {
  /// Returns the configuration that merged nodes hold; a value that its type rejects is an error at its line.
  static func decode<C: Codable>(
    _ node: Node, as type: C.Type, marks: [[String]: Mark], file: String
  ) throws(OverlayError) -> C {
    let failure: (path: [String], problem: String, remedy: String)
    do {
      return try YAMLDecoder().decode(C.self, from: node)
    } catch DecodingError.dataCorrupted(let context) {
      failure = refused(context, node, as: nil)
    } catch DecodingError.typeMismatch(let type, let context) {
      failure = refused(context, node, as: type)
    } catch DecodingError.valueNotFound(let type, let context) {
      failure = refused(context, node, as: type)
    } catch DecodingError.keyNotFound(let key, let context) {
      failure = (path(context), "the key \(key.stringValue) is missing", "add \(key.stringValue): value")
    } catch {
      failure = ([], "\(error)", "mend the configuration")
    }
    let place = (0...failure.path.count).reversed().lazy.compactMap { marks[Array(failure.path.prefix($0))] }.first
    throw OverlayError(
      file: file, line: place?.line, column: place?.column, keyPath: failure.path.joined(separator: "."),
      problem: failure.problem, remedy: failure.remedy)
  }

  private static func path(_ context: DecodingError.Context) -> [String] {
    context.codingPath.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }
  }

  /// Returns the error of a rejected value.
  private static func refused(
    _ context: DecodingError.Context, _ root: Node, as type: Any.Type?
  ) -> (path: [String], problem: String, remedy: String) {
    let path = path(context)
    guard let type, let given = path.reduce(root as Node?, { node, key in node?.child(key) }) else {
      return (path, context.debugDescription, "give another value")
    }
    return (path, "\(given.summary) does not fit", "write a value of type \(type)")
  }
}

extension Node {
  /// Returns a mapping's member or a list's element, or `nil` if there is none.
  fileprivate func child(_ key: String) -> Node? {
    if let sequence { return Int(key).flatMap { sequence.indices.contains($0) ? sequence[$0] : nil } }
    return mapping?.first { $0.key.text == key }?.value
  }
}
