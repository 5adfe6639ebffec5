internal import CZlib

@testable import Tasks

/// Writes archives, also ones that lie.
struct ZipBuilder {
  struct File {
    var path: String
    var contents: [UInt8]
    var method = 8
    var flags = 0
    /// What the directory claims, where that is not the truth.
    var size: Int?
    var checksum: UInt32?
    var header: Int?
    var localPath: String?
  }

  var files: [File]
  var comment: [UInt8] = []
  /// What the end record claims, where that is not the truth.
  var count: Int?
  var directory: Int?

  init(_ files: [File]) { self.files = files }

  init(_ contents: [String: [UInt8]]) {
    self.init(contents.sorted { $0.key < $1.key }.map { File(path: $0.key, contents: $0.value) })
  }

  var bytes: [UInt8] {
    var archive: [UInt8] = []
    var records: [UInt8] = []
    for file in files {
      let data = file.method == 8 ? Self.deflate(file.contents) : file.contents
      let checksum = Int(file.checksum ?? Inflate.checksum(file.contents[...]))
      let numbers = little32(checksum) + little32(data.count) + little32(file.size ?? file.contents.count)
      let common = little16(file.flags) + little16(file.method) + little32(0)
      let name = Array(file.path.utf8), localName = Array((file.localPath ?? file.path).utf8)
      records += little32(0x0201_4B50) + little16(20) + little16(20) + common + numbers + little16(name.count)
      records += little16(0) + little16(0) + little16(0) + little16(0) + little32(0)
      records += little32(file.header ?? archive.count) + name
      archive += little32(0x0403_4B50) + little16(20) + common + numbers + little16(localName.count) + little16(0)
      archive += localName + data
    }
    let count = little16(count ?? files.count)
    let end = little32(0x0605_4B50) + little32(0) + count + count + little32(records.count)
    return archive + records + end + little32(directory ?? archive.count) + little16(comment.count) + comment
  }

  /// RFC 1951 data: what zlib writes without its two first and four last bytes.
  static func deflate(_ bytes: [UInt8]) -> [UInt8] { Array(zlib(bytes).dropFirst(2).dropLast(4)) }

  /// RFC 1950 data.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(length))
    precondition(compress2(&output, &length, bytes, UInt(bytes.count), 9) == Z_OK, "zlib cannot compress")
    return Array(output[..<Int(length)])
  }

  private func little16(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  private func little32(_ value: Int) -> [UInt8] { little16(value) + little16(value >> 16) }
}
