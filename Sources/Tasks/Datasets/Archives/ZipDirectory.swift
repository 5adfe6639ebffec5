/// Reads the directory at the end of a ZIP archive and holds it against the headers before each entry.
struct ZipDirectory {
  let reader: ByteReader
  let file: String
  let remedy: String
  let limits: ZipArchive.Limits

  /// Everything but folders.
  func entries() throws(ArchiveError) -> [ZipArchive.Entry] {
    let end = try endRecord()
    var place = end.directory
    var entries: [ZipArchive.Entry] = []
    var names: Set<String> = []
    var total = 0
    for index in 0..<end.count {
      let (entry, next) = try record(at: place, number: index + 1, directory: end.directory)
      guard next <= end.place else { throw error("entry \(index + 1)", "it reaches past the directory's end") }
      place = next
      guard names.insert(entry.path).inserted else { throw error(entry.path, "the name comes twice") }
      total += entry.size
      guard total <= limits.totalSize else {
        throw error(entry.path, "with it the entries have \(total) bytes, the limit is \(limits.totalSize)")
      }
      entries.append(entry)
    }
    guard place == end.place else { throw error("\(end.place - place) bytes follow the directory's last entry") }
    try checkOverlap(entries)
    return entries.filter { !$0.path.hasSuffix("/") }
  }

  private func endRecord() throws(ArchiveError) -> (place: Int, count: Int, directory: Int) {
    let length = 22, last = reader.bytes.count - length
    // A comment of up to 65535 bytes may follow; its length must reach the end of the file exactly.
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where reader.little32(place) == 0x0605_4B50 && reader.little16(place + 20) == last - place {
      guard
        let disk = reader.little32(place + 4), let here = reader.little16(place + 8),
        let count = reader.little16(place + 10), let size = reader.little32(place + 12),
        let directory = reader.little32(place + 16)
      else { break }
      guard reader.little32(place - 20) != 0x0706_4B50, count != 0xFFFF, size != 0xFFFF_FFFF else {
        throw error("it is a ZIP64 archive, which is not supported")
      }
      guard disk == 0, here == count else { throw error("it is one part of several, which is not supported") }
      guard count <= limits.entries else { throw error("it has \(count) entries, the limit is \(limits.entries)") }
      guard directory + size == place else {
        throw error("its directory claims bytes \(directory)..<\(directory + size), but must end at \(place)")
      }
      return (place, count, directory)
    }
    throw error("it is no ZIP archive, or its end is missing")
  }

  /// A directory record, and where the next one is.
  private func record(
    at place: Int, number: Int, directory: Int
  ) throws(ArchiveError) -> (entry: ZipArchive.Entry, next: Int) {
    guard
      reader.little32(place) == 0x0201_4B50, let flags = reader.little16(place + 8),
      let method = reader.little16(place + 10), let checksum = reader.little32(place + 16),
      let compressed = reader.little32(place + 20), let size = reader.little32(place + 24),
      let nameLength = reader.little16(place + 28), let extraLength = reader.little16(place + 30),
      let commentLength = reader.little16(place + 32), let disk = reader.little16(place + 34),
      let header = reader.little32(place + 42), let name = reader.slice(place + 46, nameLength)
    else { throw error("entry \(number)", "its directory record is cut off or no record") }
    guard let path = String(validating: name, as: UTF8.self), Self.isSafe(path) else {
      throw error("entry \(number)", "its path is empty, no UTF-8, absolute, or leaves its folder")
    }
    guard flags & 0x2041 == 0 else { throw error(path, "it is encrypted, which is not supported") }
    guard method == 0 || method == 8 else { throw error(path, "its method \(method) is not supported") }
    guard disk == 0 else { throw error(path, "it begins on disk \(disk), which is not supported") }
    guard ![compressed, size, header].contains(0xFFFF_FFFF) else {
      throw error(path, "it is a ZIP64 entry, which is not supported")
    }
    try checkSize(path, size: size, compressed: compressed, isDeflated: method == 8)

    let entry = ZipArchive.Entry(
      path: path, size: size, isDeflated: method == 8, checksum: UInt32(checksum), header: header, data: 0..<0)
    let data = try data(of: entry, name: name, flags: flags, compressed: compressed, directory: directory)
    var placed = entry
    placed.data = data
    return (placed, place + 46 + nameLength + extraLength + commentLength)
  }

  private func checkSize(_ path: String, size: Int, compressed: Int, isDeflated: Bool) throws(ArchiveError) {
    guard size <= limits.entrySize else { throw error(path, "it has \(size) bytes, the limit is \(limits.entrySize)") }
    guard isDeflated || size == compressed else {
      throw error(path, "it is stored, but claims \(compressed) bytes for \(size)")
    }
    guard size <= 1 << 16 || size / max(1, limits.ratio) <= compressed else {
      throw error(path, "it grows from \(compressed) to \(size) bytes, the limit is \(limits.ratio) fold")
    }
    guard !path.hasSuffix("/") || size == 0 else { throw error(path, "it is a folder of \(size) bytes") }
  }

  /// Where an entry's data are, if the header before them agrees with the directory.
  private func data(
    of entry: ZipArchive.Entry, name: ArraySlice<UInt8>, flags: Int, compressed: Int, directory: Int
  ) throws(ArchiveError) -> Range<Int> {
    let place = entry.header
    guard
      reader.little32(place) == 0x0403_4B50, let localFlags = reader.little16(place + 6),
      let method = reader.little16(place + 8), let checksum = reader.little32(place + 14),
      let localCompressed = reader.little32(place + 18), let size = reader.little32(place + 22),
      let nameLength = reader.little16(place + 26), let extraLength = reader.little16(place + 28),
      let localName = reader.slice(place + 30, nameLength)
    else { throw error(entry.path, "there is no header at byte \(place)") }
    // Bit 3: the numbers stand behind the data instead.
    let isLater = flags & 8 != 0
    let agrees = isLater || (checksum == Int(entry.checksum) && localCompressed == compressed && size == entry.size)
    guard localFlags == flags, method == (entry.isDeflated ? 8 : 0), localName == name, agrees else {
      throw error(entry.path, "its header and the directory contradict each other")
    }
    let start = place + 30 + nameLength + extraLength
    guard start + compressed <= directory else { throw error(entry.path, "its data reach into the directory") }
    return start..<start + compressed
  }

  private func checkOverlap(_ entries: [ZipArchive.Entry]) throws(ArchiveError) {
    var end = 0
    for entry in entries.sorted(by: { $0.header < $1.header }) {
      guard entry.header >= end else { throw error(entry.path, "it overlaps another entry") }
      end = entry.data.upperBound
    }
  }

  /// Whether a path stays in the folder it is unpacked to, on any system.
  static func isSafe(_ path: String) -> Bool {
    // By bytes: a combining accent would make one character of itself and the slash before it.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
    let named = parts.last == [] ? parts.dropLast() : parts[...]
    let dot = UInt8(ascii: ".")
    return !named.isEmpty && named.allSatisfy { $0 != [] && $0 != [dot] && $0 != [dot, dot] }
      && !path.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") || $0 < 0x20 }
  }

  private func error(_ entry: String = "whole archive", _ problem: String) -> ArchiveError {
    ArchiveError(file: file, entry: entry, problem: problem, remedy: remedy)
  }

  private func error(_ problem: String) -> ArchiveError { error("whole archive", problem) }
}
