internal import Foundation
internal import Tasks

/// A reader of the files of an archive, by libarchive.
enum Archive {
  /// The largest size of a file in it.
  static let sizeLimit = 64 << 20

  /// Returns the bytes of every requested file, with its path.
  static func files(
    in archive: String, remedy: String, isWanted: (String) -> Bool
  ) throws(ArchiveError) -> [(path: String, bytes: [UInt8])] {
    guard let library = LibArchive() else {
      throw ArchiveError(
        file: archive, problem: "libarchive, which reads archives, is not installed",
        remedy: "install it (Debian: libarchive13), or unpack the archive into a folder beside it")
    }
    let reader = library.new()
    defer { _ = library.free(reader) }
    _ = (library.supportFormats(reader), library.supportFilters(reader))
    func error(_ entry: String = "whole archive") -> ArchiveError {
      let reason = library.reason(reader).map { String(cString: $0) } ?? "it cannot be read"
      return ArchiveError(file: archive, entry: entry, problem: reason, remedy: remedy)
    }
    guard library.open(reader, archive, 1 << 16) == LibArchive.fine else { throw error() }
    var files: [(path: String, bytes: [UInt8])] = []
    var entry: OpaquePointer?
    while true {
      let status = library.next(reader, &entry)
      if status == LibArchive.end { return files }
      guard status == LibArchive.fine || status == LibArchive.warning else { throw error() }
      guard let path = library.path(entry).map({ String(cString: $0) }), isWanted(path) else { continue }
      var bytes: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = library.read(reader, &part, part.count)
        guard count >= 0, bytes.count + count <= sizeLimit else { throw error(path) }
        if count == 0 { break }
        bytes += part[..<count]
      }
      files.append((path, bytes))
    }
  }
}

/// The functions of libarchive 3, which is opened when an archive is read, so that only this needs it installed.
private struct LibArchive {
  typealias Reader = OpaquePointer?
  static let (fine, end, warning): (Int32, Int32, Int32) = (0, 1, -20)

  let new: @convention(c) () -> Reader
  let free: @convention(c) (Reader) -> Int32
  let supportFormats: @convention(c) (Reader) -> Int32
  let supportFilters: @convention(c) (Reader) -> Int32
  let open: @convention(c) (Reader, UnsafePointer<CChar>, Int) -> Int32
  let next: @convention(c) (Reader, UnsafeMutablePointer<OpaquePointer?>) -> Int32
  let path: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
  let read: @convention(c) (Reader, UnsafeMutableRawPointer, Int) -> Int
  let reason: @convention(c) (Reader) -> UnsafePointer<CChar>?

  /// Opens the installed library, or returns `nil` if there is none.
  init?() {
    let names = ["libarchive.so.13", "libarchive.13.dylib", "/opt/homebrew/opt/libarchive/lib/libarchive.dylib"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else { return nil }
    func function<F>(_ name: String) -> F? { dlsym(library, "archive_" + name).map { unsafeBitCast($0, to: F.self) } }
    guard let new: @convention(c) () -> Reader = function("read_new"),
      let free: @convention(c) (Reader) -> Int32 = function("read_free"),
      let supportFormats: @convention(c) (Reader) -> Int32 = function("read_support_format_all"),
      let supportFilters: @convention(c) (Reader) -> Int32 = function("read_support_filter_all"),
      let open: @convention(c) (Reader, UnsafePointer<CChar>, Int) -> Int32 = function("read_open_filename"),
      let next: @convention(c) (Reader, UnsafeMutablePointer<OpaquePointer?>) -> Int32 = function("read_next_header"),
      let path: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>? = function("entry_pathname"),
      let read: @convention(c) (Reader, UnsafeMutableRawPointer, Int) -> Int = function("read_data"),
      let reason: @convention(c) (Reader) -> UnsafePointer<CChar>? = function("error_string")
    else { return nil }
    (self.new, self.free, self.supportFormats, self.supportFilters) = (new, free, supportFormats, supportFilters)
    (self.open, self.next, self.path, self.read, self.reason) = (open, next, path, read, reason)
  }
}
