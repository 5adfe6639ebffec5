internal import Foundation
internal import Runs

/// Files of clients in a folder: the content of each beside what is known of it.
///
/// A file is there once its description is, which is written last and whole. So a server that stopped at any moment finds whole files,
/// and content without a description, or that had not all come, is removed when it starts.
actor FileStore {
  private nonisolated let folder: URL
  private nonisolated let clock: ServiceClock
  /// The most bytes of one owner.
  private let quota: Int
  private var files: [String: FileObject]

  /// Opens a folder, which is made if it is not there.
  /// - Throws: An error of the file system.
  init(folder: URL, quota: Int = 10 << 30, clock: ServiceClock = ServiceClock()) throws {
    (self.folder, self.quota, self.clock) = (folder, quota, clock)
    let manager = FileManager.default
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    let names = try manager.contentsOfDirectory(atPath: folder.path)
    var files: [String: FileObject] = [:]
    for name in names where name.hasSuffix(".json") {
      let file = try JSONDecoder().decode(FileObject.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
      files[file.id] = file
    }
    for name in names
    where name.hasSuffix(".new") || name.hasSuffix(".content") && files[String(name.dropLast(8))] == nil {
      try manager.removeItem(at: folder.appendingPathComponent(name))
    }
    self.files = files
  }

  /// Returns a place for content that comes, from which `add` takes it.
  nonisolated func newPlace() -> URL { folder.appendingPathComponent("\(UUID().uuidString).new") }

  /// Keeps some content as a file and returns its description.
  /// - Throws: `OpenAIError` if the owner has as much as may be kept, or an error of the file system.
  func add(
    _ content: Data, owner: String, filename: String, purpose: String, lifetime: Int? = nil
  ) throws -> FileObject {
    let place = newPlace()
    try content.write(to: place)
    defer {
      // It is there only if it was not kept; then it is removed at the next start at the latest.
      try? FileManager.default.removeItem(at: place)
    }
    return try add(
      place, bytes: content.count, owner: owner, filename: filename, purpose: purpose, lifetime: lifetime)
  }

  /// Keeps content that lies in a file of this folder, which is moved, and returns its description.
  /// - Throws: `OpenAIError` if the owner has as much as may be kept, or an error of the file system.
  func add(
    _ content: URL, bytes: Int, owner: String, filename: String, purpose: String, lifetime: Int?
  ) throws -> FileObject {
    let now = clock.seconds()
    let kept = try all(owner: owner).reduce(0) { $0 + $1.bytes }
    guard kept + bytes <= quota else {
      throw OpenAIError(
        status: 413, message: "your files have \(kept) bytes of the \(quota) that are kept; delete some", param: "file",
        code: "file_quota_exceeded")
    }
    let file = FileObject(
      id: "file-\(clock.identifier())", owner: owner, bytes: bytes, created: now, expires: lifetime.map { now + $0 },
      filename: filename, purpose: purpose, number: (files.values.map(\.number).max() ?? 0) + 1)
    try WholeFile.replace(url(file.id, "content"), with: content)
    try WholeFile.write(JSONEncoder().encode(file), to: url(file.id, "json"))
    files[file.id] = file
    return file
  }

  /// Returns the files of an owner, the newest first.
  func all(owner: String) throws -> [FileObject] {
    for file in files.values where !isThere(file) { try delete(file) }
    return files.values.filter { $0.owner == owner }.sorted { $0.number > $1.number }
  }

  /// Returns the description of a file, or `nil` if there is none.
  func file(_ id: String, owner: String) -> FileObject? {
    files[id].flatMap { $0.owner == owner && isThere($0) ? $0 : nil }
  }

  /// Returns the content of a file.
  /// - Throws: `OpenAIError` if there is none.
  func content(of id: String, owner: String) throws -> Data {
    guard let file = file(id, owner: owner) else { throw OpenAIError.noFile(id) }
    return try Data(contentsOf: url(file.id, "content"))
  }

  /// Returns a file to be read, and its size.
  /// - Throws: `OpenAIError` if there is none.
  func opened(_ id: String, owner: String) throws -> (content: FileHandle, bytes: Int) {
    guard let file = file(id, owner: owner) else { throw OpenAIError.noFile(id) }
    return (try FileHandle(forReadingFrom: url(file.id, "content")), file.bytes)
  }

  /// Removes a file.
  /// - Throws: `OpenAIError` if there is none.
  func remove(_ id: String, owner: String) throws {
    guard let file = file(id, owner: owner) else { throw OpenAIError.noFile(id) }
    try delete(file)
  }

  private func delete(_ file: FileObject) throws {
    files[file.id] = nil
    try FileManager.default.removeItem(at: url(file.id, "json"))
    try FileManager.default.removeItem(at: url(file.id, "content"))
  }

  private func isThere(_ file: FileObject) -> Bool { file.expires.map { clock.seconds() < $0 } ?? true }

  /// Returns where a part of a file lies. Ids are our own: no client chooses a path.
  private func url(_ id: String, _ part: String) -> URL { folder.appendingPathComponent("\(id).\(part)") }
}
