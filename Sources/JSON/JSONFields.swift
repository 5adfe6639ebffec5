/// The members of an object as they are read: each is what it has to be, or a fault that names it.
///
/// A member that is null counts as one that is not there. `end` refuses those that nobody has asked for.
package final class JSONFields {
  /// The way to the object.
  package let path: String
  private let whole: JSONValue
  private let members: [(key: String, value: JSONValue)]
  private var isRead: [Bool]

  /// Creates the fields of a value that has to be an object.
  package init(_ value: JSONValue, path: String = "") throws(JSONFault) {
    (self.path, whole, members) = (path, value, value.members ?? [])
    isRead = Array(repeating: false, count: members.count)
    guard value.members != nil else { throw fault("\(value.name) instead of an object") }
  }

  /// Returns the value of a key, or `nil` if it is not there or null.
  package subscript(key: String) -> JSONValue? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    isRead[index] = true
    if case .null = members[index].value.kind { return nil }
    return members[index].value
  }

  /// Returns the members that nobody has read yet.
  package func rest() -> [(key: String, value: JSONValue)] {
    defer { isRead = isRead.map { _ in true } }
    return zip(members, isRead).filter { !$1 }.map(\.0)
  }

  /// Refuses members that nobody has read.
  package func end() throws(JSONFault) {
    guard let (key, _) = rest().first else { return }
    throw fault(key, "the key is not known, and may change what the file means")
  }

  // MARK: Values

  /// Returns a string, under the first of several keys that is there.
  package func string(_ keys: String...) throws(JSONFault) -> String? {
    try read(first(keys), "a string") { $0.string }
  }

  /// Returns a string that may not be missing.
  package func requiredString(_ key: String) throws(JSONFault) -> String {
    guard let text = try string(key) else { throw fault(key, "it is missing") }
    return text
  }

  /// Returns whether a member is true.
  package func boolean(_ key: String) throws(JSONFault) -> Bool? { try read(key, "true or false") { $0.boolean } }

  /// Returns a number.
  package func number(_ key: String) throws(JSONFault) -> Double? { try read(key, "a number") { $0.number } }

  /// Returns a whole number, under the first of several keys that is there.
  package func integer(_ keys: String...) throws(JSONFault) -> Int? {
    try read(first(keys), "a whole number") { $0.integer }
  }

  /// Returns a whole number from 0 to a limit.
  package func integer(_ key: String, upTo limit: Int) throws(JSONFault) -> Int? {
    try read(key, "a whole number from 0 to \(limit)") { $0.integer.flatMap { (0...limit).contains($0) ? $0 : nil } }
  }

  /// Returns the items of a list.
  package func list(_ key: String) throws(JSONFault) -> [JSONValue]? { try read(key, "a list") { $0.items } }

  /// Returns the fields of an object.
  package func object(_ key: String) throws(JSONFault) -> JSONFields? {
    guard let value = self[key] else { return nil }
    return try JSONFields(value, path: path(to: key))
  }

  /// Returns the fields of each object of a list; none where the list is missing.
  package func objects(_ key: String) throws(JSONFault) -> [JSONFields] {
    try (list(key) ?? []).enumerated().map { index, item throws(JSONFault) in
      try JSONFields(item, path: "\(path(to: key))[\(index)]")
    }
  }

  private func first(_ keys: [String]) -> String { keys.first { self[$0] != nil } ?? keys[0] }

  private func read<Value>(
    _ key: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(JSONFault) -> Value? {
    guard let value = self[key] else { return nil }
    guard let result = convert(value) else { throw fault(key, "\(value.name) instead of \(expected)") }
    return result
  }

  // MARK: Faults

  /// Returns a fault of the whole object.
  package func fault(_ problem: String) -> JSONFault {
    JSONFault(place: whole.place, path: path, problem: problem, remedy: "")
  }

  /// Returns a fault of one member, or of one that is missing.
  package func fault(_ key: String, _ problem: String) -> JSONFault {
    JSONFault(place: (whole[key] ?? whole).place, path: path(to: key), problem: problem, remedy: "")
  }

  /// Returns the way to a member.
  package func path(to key: String) -> String { Self.path(path, to: key) }

  static func path(_ path: String, to key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
