internal import JSON

/// The tokens of a vocabulary: their texts, as files spell them, and their ids.
struct TokenTable: Sendable {
  /// No vocabulary has ids beyond it; a file that says so is broken.
  static let idLimit = 1 << 21

  private var index = ByteStringIndex()
  /// The id of each text.
  private var ids: ContiguousArray<UInt32> = []
  /// The number of the text of each id, or -1.
  private var numbers: ContiguousArray<Int32> = []

  /// One more than the largest id.
  var size: Int { numbers.count }
  /// The number of tokens.
  var count: Int { ids.count }

  /// Adds a token and returns `nil`, or what is wrong with it.
  mutating func add(_ text: some Sequence<UInt8>, id: Int) -> String? {
    guard (0...Self.idLimit).contains(id) else { return "the id \(id) is no number from 0 to \(Self.idLimit)" }
    while numbers.count <= id { numbers.append(-1) }
    let (number, isNew) = index.insert(text)
    guard isNew || ids[number] == UInt32(id) else {
      return "the token \"\(excerpt(index.strings.text(number)))\" has the ids \(ids[number]) and \(id)"
    }
    if !isNew { return nil }
    ids.append(UInt32(id))
    guard numbers[id] < 0 else {
      let other = excerpt(index.strings.text(Int(numbers[id])))
      return "the tokens \"\(other)\" and \"\(excerpt(index.strings.text(number)))\" have the same id \(id)"
    }
    numbers[id] = Int32(number)
    return nil
  }

  /// Returns the id of a token, or `nil` if there is none.
  func id(of text: some Sequence<UInt8>) -> UInt32? { index.number(of: text).map { ids[$0] } }

  func id(of text: UnsafeBufferPointer<UInt8>) -> UInt32? { index.number(of: text).map { ids[$0] } }

  /// Returns the text of an id, or `nil` if no token has it.
  func text(of id: Int) -> ArraySlice<UInt8>? {
    guard numbers.indices.contains(id), numbers[id] >= 0 else { return nil }
    return index.strings[Int(numbers[id])]
  }

  /// The id and the text of every token, in the order in which they came.
  var all: some Sequence<(id: UInt32, text: ArraySlice<UInt8>)> {
    ids.indices.lazy.map { (ids[$0], index.strings[$0]) }
  }
}
