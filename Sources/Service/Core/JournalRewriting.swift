internal import Foundation

/// A journal's file written anew beside it, without what nobody needs, while the old one goes on growing.
///
/// What is needed is written first, then the entries that came meanwhile as they are; then the new file, whole and on the disk, takes the
/// old one's name. A process that ends at any moment leaves the old file or the new one: what is beside it is begun anew.
struct JournalRewriting: Sendable {
  private let old: JournalFile
  let new: JournalFile
  private(set) var bytes: Int64 = 0
  /// How far the old file is in the new one.
  private var copied: Int64
  /// Where what came meanwhile begins, in the old file and in the new one.
  private let tail: Int64
  private var newTail: Int64 = 0
  private var moves: [Journal.Place: Journal.Place] = [:]

  init(of old: JournalFile, upTo end: Int64) throws(ServiceError) {
    (self.old, copied, tail) = (old, end, end)
    new = try JournalFile(old.url.appendingPathExtension("new"), emptied: true)
  }

  /// Writes an entry with a body of the old file.
  mutating func append(_ json: Data, body: Journal.Place = .none) throws(ServiceError) {
    let content = body.length > 0 ? try old.read(at: body.offset, body.length) : Data()
    let (place, end) = try new.write(json, body: content, at: bytes)
    if body.length > 0 { moves[body] = place }
    (bytes, newTail) = (end, end)
  }

  /// Waits until what was written is on the disk, so that what is added at the end is little.
  func synchronize() throws { try new.synchronize() }

  /// Adds the old file's entries that came meanwhile.
  mutating func copy(upTo end: Int64) throws(ServiceError) {
    while copied < end {
      let count = Int(min(1 << 20, end - copied))
      try new.write(try old.read(at: copied, count), at: bytes)
      copied += Int64(count)
      bytes += Int64(count)
    }
  }

  /// Returns where a body of the old file is in the new one, or the place of nothing if it was left out.
  func moved(_ place: Journal.Place) -> Journal.Place {
    guard place.length > 0, place.offset >= tail else { return moves[place] ?? .none }
    return Journal.Place(place.offset - tail + newTail, place.length)
  }

  /// Gives the rewriting up.
  func abandon() {
    new.close()
    // What cannot be removed is emptied by the next.
    try? FileManager.default.removeItem(at: new.url)
  }
}
