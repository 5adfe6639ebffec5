/// The members of an object of a tokenizer file, of which each is read once and none may be left over.
struct JSONFields {
  let file: String
  let path: String
  private var members: [(key: String, value: JSONTree)]

  init(_ tree: JSONTree, file: String, path: String) throws(TokenizerError) {
    guard case .object(let members) = tree else {
      throw TokenizerError(file: file, key: path, problem: "\(tree.name) instead of an object")
    }
    self.init(members: members, file: file, path: path)
  }

  init(members: [(key: String, value: JSONTree)], file: String, path: String) {
    self.members = members
    self.file = file
    self.path = path
  }

  func error(_ problem: String) -> TokenizerError { TokenizerError(file: file, key: path, problem: problem) }

  func error(_ key: String, _ problem: String) -> TokenizerError {
    TokenizerError(file: file, key: way(to: key), problem: problem)
  }

  func way(to key: String) -> String { JSONCursor.joined(path.isEmpty ? [key] : [path, key]) }

  /// Takes a member out; null counts as a member that is not there.
  mutating func take(_ key: String) -> JSONTree? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    let value = members.remove(at: index).value
    if case .null = value { return nil }
    return value
  }

  mutating func string(_ key: String) throws(TokenizerError) -> String? {
    guard let value = take(key) else { return nil }
    guard case .string(let text) = value else { throw error(key, "\(value.name) instead of a string") }
    return text
  }

  mutating func requiredString(_ key: String) throws(TokenizerError) -> String {
    guard let text = try string(key) else { throw error(key, "it is missing") }
    return text
  }

  mutating func boolean(_ key: String) throws(TokenizerError) -> Bool? {
    guard let value = take(key) else { return nil }
    guard case .boolean(let flag) = value else { throw error(key, "\(value.name) instead of true or false") }
    return flag
  }

  mutating func integer(_ key: String, upTo limit: Int) throws(TokenizerError) -> Int? {
    guard let value = take(key) else { return nil }
    guard case .number(let text) = value, let number = Int(text), (0...limit).contains(number) else {
      throw error(key, "\(value.name) instead of a whole number from 0 to \(limit)")
    }
    return number
  }

  mutating func list(_ key: String) throws(TokenizerError) -> [JSONTree]? {
    guard let value = take(key) else { return nil }
    guard case .array(let items) = value else { throw error(key, "\(value.name) instead of a list") }
    return items
  }

  mutating func fields(_ key: String) throws(TokenizerError) -> JSONFields? {
    guard let value = take(key) else { return nil }
    return try JSONFields(value, file: file, path: way(to: key))
  }

  /// Refuses what has a meaning that is not supported: null and a blank text have none.
  mutating func refuse(_ key: String) throws(TokenizerError) {
    guard let value = take(key) else { return }
    if case .string("") = value { return }
    throw error(key, "\(value.name) is not supported here")
  }

  /// The rest of the members, as they are.
  mutating func rest() -> [(key: String, value: JSONTree)] {
    defer { members = [] }
    return members
  }

  /// Refuses the members that nobody took.
  func end() throws(TokenizerError) {
    if let (key, _) = members.first { throw error(key, "the key is not known, and may change what the file means") }
  }
}
