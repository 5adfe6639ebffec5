internal import JSON

/// The member `model` of a `tokenizer.json`: vocabulary, merges and the flags of BPE.
struct BytePairModelFile {
  private let fields: JSONFields
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

  init(_ cursor: inout JSONCursor) throws(JSONFault) {
    var hasMerges = false
    var table = TokenTable()
    var pairs = (left: ByteStrings(), right: ByteStrings())
    fields = try cursor.fields { cursor, key throws(JSONFault) in
      switch key {
      case "vocab":
        try cursor.entries { cursor, token throws(JSONFault) in
          let count = table.count
          let id = try cursor.integer(in: 0...TokenTable.idLimit)
          if let problem = table.add(token, id: id) { throw cursor.fault(problem) }
          if table.count == count { throw cursor.fault("the token of id \(id) appears twice") }
        }
      case "merges":
        hasMerges = true
        try cursor.array { cursor throws(JSONFault) in try Self.readMerge(&cursor, &pairs) }
      default: return false
      }
      return true
    }
    (left, right) = pairs
    self.table = table
    guard table.count > 0 else { throw fields.fault("vocab", "it is missing or empty") }
    guard hasMerges else { throw fields.fault("merges", "it is missing") }
    if let type = try fields.string("type"), type != "BPE" {
      throw fields.fault("type", "\(excerpt(type)) is not supported")
    }
    for key in ["dropout", "continuing_subword_prefix", "end_of_word_suffix"] {
      if let value = fields[key], value.string != "" {
        throw fields.fault(key, "\(value.name) is not supported, only null")
      }
    }
    unknown = try fields.string("unk_token")
    fusesUnknown = try fields.boolean("fuse_unk") ?? false
    fallsBack = try fields.boolean("byte_fallback") ?? false
    ignoresMerges = try fields.boolean("ignore_merges") ?? false
    try fields.end()
  }

  /// Returns a merge: `"a b"` in old files, `["a", "b"]` in new ones.
  private static func readMerge(
    _ cursor: inout JSONCursor, _ pairs: inout (left: ByteStrings, right: ByteStrings)
  ) throws(JSONFault) {
    if cursor.next() == UInt8(ascii: "\"") {
      let text = try cursor.string()
      let halves = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard halves.count == 2 else { throw cursor.fault("a merge is two tokens with one space between them") }
      pairs.left.append(halves[0])
      pairs.right.append(halves[1])
    } else {
      var halves: [[UInt8]] = []
      try cursor.array { cursor throws(JSONFault) in halves.append(try cursor.string()) }
      guard halves.count == 2 else { throw cursor.fault("a merge is two tokens") }
      pairs.left.append(halves[0])
      pairs.right.append(halves[1])
    }
  }

  /// Returns the merges over ids, and the symbols they begin with.
  func pairs(isByteLevel: Bool) throws(JSONFault) -> BytePairs {
    func id(_ token: some Collection<UInt8>, _ index: Int) throws(JSONFault) -> UInt32 {
      if let id = table.id(of: token) { return id }
      throw fields.fault("merges[\(index)]", "\"\(excerpt(String(decoding: token, as: UTF8.self)))\" is no token")
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
        throw fields.fault("unk_token", "\"\(excerpt(unknown))\" is no token")
      }
      pairs.symbols.unknown = id
    }
    pairs.symbols.isFusingUnknown = fusesUnknown
    if fallsBack {
      guard !isByteLevel else { throw fields.fault("byte_fallback", "it has no meaning under ByteLevel") }
      pairs.symbols.fallback = Symbols.fallback(of: table)
    }
    if ignoresMerges { pairs.lookUpWholes(in: table) }
    return pairs
  }
}
