import Foundation
import Testing

@testable import Service

@Suite struct JournalTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")

  @Test func entriesComeBackInOrderWithTheirBodies() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let journal = try Journal(at: file) { _, _ in }
    let bodies = (0..<20).map { Data(repeating: UInt8($0), count: $0 * 100) }
    let places = try bodies.enumerated().map { try journal.append(Data("{\"n\":\($0)}".utf8), body: $1) }
    #expect(try places.map { try journal.body($0) } == bodies)
    var seen: [String] = []
    let again = try Journal(at: file) { json, body in
      seen.append(String(decoding: json, as: UTF8.self))
      #expect(body == places[seen.count - 1] || body.length == 0)
    }
    #expect(seen == (0..<20).map { "{\"n\":\($0)}" })
    #expect(again.bytes == journal.bytes)
  }

  @Test func anyCutTakesOffTheLastEntryAlone() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let journal = try Journal(at: file) { _, _ in }
    _ = try journal.append(Data("1".utf8), body: Data([1, 2, 3]))
    let whole = journal.bytes
    _ = try journal.append(Data("2".utf8), body: Data([4, 5, 6]))
    let bytes = try Data(contentsOf: file)
    for length in Int(whole)..<bytes.count {
      try bytes.prefix(length).write(to: file)
      var seen = 0
      let cut = try Journal(at: file) { _, _ in seen += 1 }
      #expect(seen == 1 && cut.bytes == whole)
    }
  }

  @Test func anEntryThatIsDamagedInTheMiddleIsSaid() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let journal = try Journal(at: file) { _, _ in }
    for number in 0..<3 { _ = try journal.append(Data("{\"n\":\(number)}".utf8)) }
    var bytes = try Data(contentsOf: file)
    bytes[26] ^= 1
    try bytes.write(to: file)
    let error = #expect(throws: ServiceError.self) { try Journal(at: file) { _, _ in } }
    #expect(error?.detail.contains("damaged at byte 0") == true)
  }

  #if os(Linux)
    @Test func aFullDiskIsAnErrorAndLeavesWhatWasThere() throws {
      // The device on which every write finds no space.
      let journal = try Journal(at: URL(filePath: "/dev/full")) { _, _ in }
      let error = #expect(throws: ServiceError.self) { try journal.append(Data("1".utf8)) }
      #expect(error?.status == 503 && error?.detail.contains("free some space") == true)
      #expect(journal.bytes == 0)
    }
  #endif

  @Test func aFolderThatCannotBeWrittenIsSaid() {
    #expect(throws: ServiceError.self) { try Journal(at: URL(filePath: "/proc/nothing/journal")) { _, _ in } }
  }
}
