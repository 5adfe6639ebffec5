/// The member `model` of a `tokenizer.json`: vocabulary, merges and the flags of BPE.
struct BytePairModelFile {
  private(set) var table = TokenTable()
  /// The bytes after which a ▁ stands inside a token that a merge makes.
  var bytesBeforeMarks: Set<UInt8> {
    (0..<left.count).reduce(into: []) { $0.formUnion(BytePairs.bytesBeforeMarks(in: left[$1] + right[$1])) }
  }
  private var left = ByteStrings()
  private var right = ByteStrings()
  private var unknown: String?
  private var fusesUnknown = false
  private var fallsBack = false
  private var ignoresMerges = false

  init(_ cursor: inout JSONCursor) throws(TokenizerError) {
    var flags: [(key: String, value: JSONTree)] = []
    var hasMerges = false
    var table = TokenTable()
    var pairs = (left: ByteStrings(), right: ByteStrings())
    try cursor.object { cursor, key throws(TokenizerError) in
      if key.elementsEqual("vocab".utf8) {
        try cursor.pairs { cursor, token throws(TokenizerError) in
          let count = table.count
          let id = try cursor.integer(upTo: TokenTable.idLimit)
          if let problem = table.add(token, id: id) { throw cursor.error(problem) }
          if table.count == count { throw cursor.error("the token of id \(id) appears twice") }
        }
      } else if key.elementsEqual("merges".utf8) {
        hasMerges = true
        try cursor.array { cursor throws(TokenizerError) in try Self.readMerge(&cursor, &pairs) }
      } else {
        flags.append((String(decoding: key, as: UTF8.self), try cursor.value()))
      }
    }
    (left, right) = pairs
    self.table = table
    var fields = JSONFields(members: flags, file: cursor.file, path: "model")
    guard table.count > 0 else { throw fields.error("vocab", "it is missing or empty") }
    guard hasMerges else { throw fields.error("merges", "it is missing") }
    if let type = try fields.string("type"), type != "BPE" {
      throw fields.error("type", "\(excerpt(type)) is not supported")
    }
    for key in ["dropout", "continuing_subword_prefix", "end_of_word_suffix"] {
      if let value = fields.take(key) {
        if case .string("") = value { continue }
        throw fields.error(key, "\(value.name) is not supported, only null")
      }
    }
    unknown = try fields.string("unk_token")
    fusesUnknown = try fields.boolean("fuse_unk") ?? false
    fallsBack = try fields.boolean("byte_fallback") ?? false
    ignoresMerges = try fields.boolean("ignore_merges") ?? false
    try fields.end()
  }

  /// A merge: `"a b"` in old files, `["a", "b"]` in new ones.
  private static func readMerge(
    _ cursor: inout JSONCursor, _ pairs: inout (left: ByteStrings, right: ByteStrings)
  ) throws(TokenizerError) {
    if cursor.next() == UInt8(ascii: "\"") {
      let text = try cursor.string()
      let halves = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard halves.count == 2 else { throw cursor.error("a merge is two tokens with one space between them") }
      pairs.left.append(halves[0])
      pairs.right.append(halves[1])
    } else {
      var halves: [[UInt8]] = []
      try cursor.array { cursor throws(TokenizerError) in halves.append(try cursor.string()) }
      guard halves.count == 2 else { throw cursor.error("a merge is two tokens") }
      pairs.left.append(halves[0])
      pairs.right.append(halves[1])
    }
  }

  /// The merges over ids, and the symbols they begin with.
  func pairs(isByteLevel: Bool, file: String) throws(TokenizerError) -> BytePairs {
    func error(_ key: String, _ problem: String) -> TokenizerError {
      TokenizerError(file: file, key: key, problem: problem)
    }
    func id(_ token: some Collection<UInt8>, _ index: Int) throws(TokenizerError) -> UInt32 {
      if let id = table.id(of: token) { return id }
      throw error("model.merges[\(index)]", "\"\(excerpt(String(decoding: token, as: UTF8.self)))\" is no token")
    }
    var pairs = BytePairs(symbols: isByteLevel ? .bytes(of: table) : .scalars(of: table))
    for index in 0..<left.count {
      let joined = left[index] + right[index]
      pairs.merges.set(
        try id(left[index], index), try id(right[index], index),
        PairTable.Merge(rank: UInt32(index), token: try id(joined, index)))
    }
    if let unknown {
      guard let id = table.id(of: unknown.utf8) else {
        throw error("model.unk_token", "\"\(excerpt(unknown))\" is no token")
      }
      pairs.symbols.unknown = id
    }
    pairs.symbols.isFusingUnknown = fusesUnknown
    if fallsBack {
      guard !isByteLevel else { throw error("model.byte_fallback", "it has no meaning under ByteLevel") }
      pairs.symbols.fallback = Symbols.fallback(of: table)
    }
    if ignoresMerges { pairs.lookUpWholes(in: table) }
    return pairs
  }
}
