import Tasks
import Yams

extension Overlay {
  /// The configuration that merged nodes hold; a value that its type refuses is an error at its line.
  static func decode<C: Codable>(
    _ node: Node, like defaults: C, marks: [[String]: Mark], file: String
  ) throws(OverlayError) -> C {
    let failure: (path: [String], problem: String, remedy: String)
    do {
      return try YAMLDecoder().decode(C.self, from: node)
    } catch DecodingError.dataCorrupted(let context) {
      failure = refused(context, node, as: nil, defaults)
    } catch DecodingError.typeMismatch(let type, let context) {
      failure = refused(context, node, as: type, defaults)
    } catch DecodingError.valueNotFound(let type, let context) {
      failure = refused(context, node, as: type, defaults)
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

  /// Why a value does not do. The type of an enumeration's default knows all its cases.
  private static func refused(
    _ context: DecodingError.Context, _ root: Node, as type: Any.Type?, _ defaults: Any
  ) -> (path: [String], problem: String, remedy: String) {
    let path = path(context)
    let given = path.reduce(root as Node?) { node, key in node?.child(key) }
    let allowed =
      path.reduce(defaults as Any?) { value, key in value.flatMap { child(key, of: $0) } }.map(rawValues) ?? []
    if !allowed.isEmpty, let given {
      return (
        path, "\(given.summary) is none of \(allowed.joined(separator: ", "))",
        "the nearest is \(nearest(to: given.text, in: allowed, limit: 1).joined())"
      )
    }
    if let type, let given {
      return (path, "\(given.summary) does not fit", "write a value of type \(type)")
    }
    return (path, context.debugDescription, "give another value")
  }

  /// The member or element of a value, or the first element where there are fewer: the prototype of the others.
  private static func child(_ key: String, of value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .collection else { return mirror.children.first { $0.label == key }?.value }
    return (Int(key).flatMap { mirror.children.dropFirst($0).first } ?? mirror.children.first)?.value
  }

  /// The texts of all cases of an enumeration of texts.
  private static func rawValues(of value: Any) -> [String] {
    func all<T: CaseIterable>(_ type: T.Type) -> [String] {
      type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    }
    return (type(of: value) as? any CaseIterable.Type).map { all($0) } ?? []
  }
}

extension Node {
  /// A mapping's member or a list's element.
  fileprivate func child(_ key: String) -> Node? {
    if let sequence { return Int(key).flatMap { sequence.indices.contains($0) ? sequence[$0] : nil } }
    return mapping?.first { $0.key.text == key }?.value
  }
}
