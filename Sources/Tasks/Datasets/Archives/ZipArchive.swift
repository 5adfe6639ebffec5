import Foundation

/// The entries of a ZIP archive in memory, none of whose numbers is trusted.
///
/// Opening checks the whole directory: every claim against the file's length, the local headers and `Limits`; a path
/// that leaves its folder, a name twice, entries that overlap, encryption, ZIP64 and methods other than stored and
/// deflated are errors. Reading checks size and CRC-32.
/// - Source: PKWARE, "APPNOTE.TXT – .ZIP File Format Specification", 4.3.
public struct ZipArchive: Sendable {
  /// A file in the archive.
  public struct Entry: Hashable, Sendable {
    /// The path inside, its parts separated by `/`.
    public let path: String
    /// The number of bytes.
    public let size: Int
    let isDeflated: Bool
    let checksum: UInt32
    let header: Int
    var data: Range<Int>
  }

  /// What an archive may claim at most.
  public struct Limits: Hashable, Sendable {
    /// Entries.
    public var entries: Int
    /// Bytes of one entry.
    public var entrySize: Int
    /// Bytes of all entries.
    public var totalSize: Int
    /// Bytes for each compressed byte, in entries of more than 64 KB; deflate reaches 1032 on zeros alone.
    public var ratio: Int

    /// Limits; by default those of collections of small files.
    public init(entries: Int = 200_000, entrySize: Int = 64 << 20, totalSize: Int = 1 << 30, ratio: Int = 200) {
      self.entries = entries
      self.entrySize = entrySize
      self.totalSize = totalSize
      self.ratio = ratio
    }
  }

  /// The path of the archive.
  public let file: String
  /// What to do about a bad archive, as its errors say.
  public let remedy: String
  /// The files in it, in the order of its directory; folders are left out.
  public let entries: [Entry]
  let bytes: [UInt8]

  /// Opens a file.
  public init(file: String, remedy: String = "get the archive again", limits: Limits = Limits()) throws(ArchiveError) {
    try self.init(bytes: Self.read(file, remedy: remedy), file: file, remedy: remedy, limits: limits)
  }

  /// Opens the bytes of a file.
  public init(
    bytes: [UInt8], file: String, remedy: String = "get the archive again", limits: Limits = Limits()
  ) throws(ArchiveError) {
    self.bytes = bytes
    self.file = file
    self.remedy = remedy
    entries = try ZipDirectory(reader: ByteReader(bytes: bytes), file: file, remedy: remedy, limits: limits).entries()
  }

  /// The bytes of an entry.
  public func contents(of entry: Entry) throws(ArchiveError) -> [UInt8] {
    let data = bytes[entry.data]
    let contents: [UInt8]
    do {
      contents = entry.isDeflated ? try Inflate.inflate(data, count: entry.size, format: .raw) : Array(data)
    } catch {
      throw self.error(entry.path, error.problem)
    }
    guard Inflate.checksum(contents[...]) == entry.checksum else {
      throw error(entry.path, "its CRC-32 differs from the directory's")
    }
    return contents
  }

  /// An error about an entry of this archive.
  func error(_ entry: String, _ problem: String) -> ArchiveError {
    ArchiveError(file: file, entry: entry, problem: problem, remedy: remedy)
  }

  private static func read(_ file: String, remedy: String) throws(ArchiveError) -> [UInt8] {
    let limit = 1 << 30
    let path = (file as NSString).resolvingSymlinksInPath
    // Checked before reading, so that no pipe can block and no huge file fill the memory.
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw ArchiveError(file: file, problem: "it does not exist", remedy: remedy)
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw ArchiveError(file: file, problem: "it is no regular file", remedy: remedy)
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size <= limit else {
      throw ArchiveError(file: file, problem: "it has \(size) bytes, the limit is \(limit)", remedy: remedy)
    }
    do {
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw ArchiveError(file: file, problem: "it cannot be read: \(error.localizedDescription)", remedy: remedy)
    }
  }
}
