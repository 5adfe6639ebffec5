public import Foundation

/// Frames of a pipe between a server and an engine: a batch of messages, each with its bulk beside it.
///
/// A frame is its length (8 bytes, little-endian), the length of its JSON (8 bytes), the JSON of the messages with the lengths of their
/// bodies, and the bodies.
public enum EngineFrame {
  /// A message of a frame.
  public protocol Message: Codable, Sendable {
    /// The bytes that travel beside the JSON.
    var body: Data { get set }
  }

  private struct Header<M: Message>: Codable {
    var messages: [M]
    var lengths: [Int]
  }

  /// The longest frame that is read.
  public static let limit = 1 << 30

  /// Returns the bytes of a frame.
  public static func encoded<M: Message>(_ messages: [M]) throws -> Data {
    let json = try JSONEncoder().encode(Header(messages: messages, lengths: messages.map(\.body.count)))
    var data = Data()
    func append(_ count: Int) { withUnsafeBytes(of: UInt64(count).littleEndian) { data.append(contentsOf: $0) } }
    append(8 + json.count + messages.reduce(0) { $0 + $1.body.count })
    append(json.count)
    data.append(json)
    for message in messages { data.append(message.body) }
    return data
  }

  /// Returns the messages of a frame, given without its length.
  /// - Throws: `EngineLost` for bytes that are no frame.
  public static func decoded<M: Message>(_ frame: Data, as type: M.Type) throws(EngineLost) -> [M] {
    let count = frame.count >= 8 ? number(frame.prefix(8)) : -1
    guard count >= 0, count <= frame.count - 8 else { throw EngineLost("a frame is cut short") }
    let start = frame.startIndex + 8
    let header: Header<M>
    do {
      header = try JSONDecoder().decode(Header<M>.self, from: frame[start..<(start + count)])
    } catch {
      throw EngineLost("a frame says what nobody knows: \(error)")
    }
    guard header.lengths.count == header.messages.count, header.lengths.allSatisfy({ $0 >= 0 }),
      header.lengths.reduce(0, +) == frame.count - 8 - count
    else { throw EngineLost("a frame's bodies are not as long as it says") }
    var place = start + count
    return zip(header.messages, header.lengths).map { message, length in
      var message = message
      message.body = Data(frame[place..<(place + length)])
      place += length
      return message
    }
  }

  /// Returns the number in eight bytes.
  public static func number(_ bytes: some Sequence<UInt8>) -> Int {
    Int(truncatingIfNeeded: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}

extension EngineRequest: EngineFrame.Message {}
extension EngineReply: EngineFrame.Message {}
