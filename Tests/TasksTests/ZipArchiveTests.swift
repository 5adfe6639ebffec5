import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct ZipArchiveTests {
  static let text = Array("abcabcabc, and so on: abcabcabc".utf8)
  static let honest = ZipBuilder(["a/one.txt": text, "a/two.bin": (0...255).map { UInt8($0) }, "empty": []])

  private func open(_ builder: ZipBuilder, limits: ZipArchive.Limits = .init()) throws(ArchiveError) -> ZipArchive {
    try ZipArchive(bytes: builder.bytes, file: "x.zip", remedy: "fetch it", limits: limits)
  }

  /// The error of opening an archive and reading all of it.
  private func problem(_ builder: ZipBuilder, limits: ZipArchive.Limits = .init()) -> ArchiveError? {
    do {
      let archive = try open(builder, limits: limits)
      for entry in archive.entries { _ = try archive.contents(of: entry) }
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [0, 8]) func whatIsPackedComesOut(_ method: Int) throws {
    var builder = Self.honest
    for index in builder.files.indices { builder.files[index].method = method }
    builder.files.append(.init(path: "folder/", contents: [], method: 0))
    builder.comment = Array("a comment, PK\u{5}\u{6} in it".utf8)
    let archive = try open(builder)
    #expect(archive.entries.map(\.path) == ["a/one.txt", "a/two.bin", "empty"])
    for (entry, file) in zip(archive.entries, builder.files) {
      #expect(entry.size == file.contents.count)
      #expect(try archive.contents(of: entry) == file.contents)
    }
    #expect(try open(ZipBuilder([:])).entries.isEmpty)
  }

  @Test func numbersAfterTheDataAreFine() {
    // Bit 3 says that the header's own numbers do not count.
    var builder = Self.honest
    for index in builder.files.indices { builder.files[index].flags = 8 }
    #expect(problem(builder) == nil)
  }

  @Test(arguments: [
    "../up", "/absolute", "a/../../b", "a\\b", "C:/x", "a//b", "./a", "nul\u{0}l", "", "/", "a/..", "new\nline",
    "../\u{301}accent",
  ])
  func aPathThatLeavesItsFolderIsAnError(_ path: String) {
    let error = problem(ZipBuilder([path: Self.text]))
    #expect(error?.entry == "entry 1" && error?.problem.contains("path") == true)
  }

  @Test func liesAreErrors() {
    func lie(_ change: (inout ZipBuilder) -> Void) -> String {
      var builder = Self.honest
      change(&builder)
      return problem(builder)?.problem ?? "none"
    }
    #expect(lie { _ in } == "none")
    #expect(lie { $0.files[0].size = 30 }.contains("longer than the 30 bytes"))
    #expect(lie { $0.files[0].size = 32 }.contains("31 of 32 bytes"))
    #expect(lie { $0.files[0].checksum = 1 }.contains("CRC-32"))
    #expect(lie { $0.files[1].path = "a/one.txt" }.contains("twice"))
    #expect(lie { $0.files[1].header = 0 }.contains("contradict"))
    #expect(lie { $0.files[1].header = 5 }.contains("no header at byte 5"))
    #expect(lie { $0.files[0].header = 1 << 30 }.contains("no header"))
    #expect(lie { $0.files[0].localPath = "a/one.tyt" }.contains("contradict"))
    #expect(lie { $0.files[0].flags = 1 }.contains("encrypted"))
    #expect(lie { $0.files[0].flags = 0x40 }.contains("encrypted"))
    #expect(lie { $0.files[0].method = 12 }.contains("method 12"))
    #expect(lie { $0.files[0].header = 0xFFFF_FFFF }.contains("ZIP64"))
    #expect(
      lie {
        $0.files[2].path = "empty/"; $0.files[2].size = 4
      }.contains("folder of 4 bytes"))
    #expect(lie { $0.count = 2 }.contains("follow the directory's last entry"))
    #expect(lie { $0.count = 4 }.contains("cut off or no record"))
    #expect(lie { $0.count = 0xFFFF }.contains("ZIP64"))
    #expect(lie { $0.directory = 3 }.contains("must end at"))
    #expect(
      lie {
        $0.files[0].method = 0; $0.files[0].size = 99
      }.contains("stored, but claims"))
  }

  @Test func entriesThatShareBytesAreAnError() {
    // The second entry's header lies inside the data of the first, which are stored.
    let inner = ZipBuilder([.init(path: "in", contents: Self.text, method: 0)])
    let header = Array(inner.bytes[..<(32 + Self.text.count)])
    var builder = ZipBuilder([
      .init(path: "out", contents: header, method: 0), .init(path: "in", contents: Self.text, method: 0, header: 33),
    ])
    #expect(problem(builder)?.problem == "it overlaps another entry")
    builder.files[1].header = nil
    #expect(problem(builder) == nil)
  }

  @Test func bombsAreErrorsBeforeTheyAreUnpacked() {
    let zeros = [UInt8](repeating: 0, count: 1 << 18)
    #expect(problem(ZipBuilder(["zeros": zeros]))?.problem.contains("fold") == true)
    #expect(problem(ZipBuilder(["zeros": zeros]), limits: .init(ratio: 2_000)) == nil)
    #expect(problem(Self.honest, limits: .init(entrySize: 255))?.problem.contains("256 bytes") == true)
    #expect(problem(Self.honest, limits: .init(totalSize: 286))?.problem.contains("287 bytes") == true)
    #expect(problem(Self.honest, limits: .init(entries: 2))?.problem.contains("3 entries") == true)
    #expect(problem(Self.honest, limits: .init(entries: 3, entrySize: 256, totalSize: 287)) == nil)
  }

  @Test func everyTruncationIsAnError() {
    let bytes = Self.honest.bytes
    for count in 0..<bytes.count {
      #expect(throws: ArchiveError.self) { try ZipArchive(bytes: Array(bytes[..<count]), file: "x.zip") }
    }
  }

  @Test func errorsNameTheFileAndTheRemedy() throws {
    let folder = try Folder()
    for path in [folder.path + "/none.zip", folder.path, try folder.write("text.zip", "no archive")] {
      let error = #expect(throws: ArchiveError.self) { try ZipArchive(file: path, remedy: "fetch it") }
      #expect(error?.file == path && error?.remedy == "fetch it")
      #expect(error?.description.contains(path) == true && error?.description.contains("fetch it") == true)
    }
  }

  @Test func noMutationTrapsOrHangsOrChangesWhatComesOut() throws {
    var generator = Generator(seed: 51)
    let honest = Dictionary(uniqueKeysWithValues: Self.honest.files.map { ($0.path, $0.contents) })
    let bytes = Self.honest.bytes
    var failures = 0
    for _ in 0..<4_000 {
      var mutated = bytes
      for _ in 0..<generator.integer(in: 1..<4) { mutate(&mutated, using: &generator) }
      do {
        let archive = try ZipArchive(bytes: mutated, file: "x.zip")
        for entry in archive.entries {
          let contents = try archive.contents(of: entry)
          if let original = honest[entry.path] { #expect(contents == original) }
        }
      } catch {
        failures += 1
        #expect(![error.file, error.entry, error.problem, error.remedy].contains(""))
      }
    }
    #expect(failures > 2_500, "only \(failures) mutations did harm")
  }

  /// Flips a bit, writes an extreme number, moves or removes a part.
  private func mutate(_ bytes: inout [UInt8], using generator: inout Generator) {
    let place = generator.integer(in: 0..<max(1, bytes.count)),
      end = min(bytes.count, place + generator.integer(in: 0..<20))
    guard place < bytes.count else { return }
    switch generator.integer(in: 0..<5) {
    case 0: bytes[place] ^= UInt8(1 << generator.integer(in: 0..<8))
    case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][generator.integer(in: 0..<5)]
    case 2:
      let value: UInt8 = generator.bernoulli(0.5) ? 0xFF : 0
      for index in place..<min(bytes.count, place + 4) { bytes[index] = value }
    case 3: bytes.removeSubrange(place..<end)
    default: bytes.insert(contentsOf: bytes[place..<end], at: generator.integer(in: 0..<bytes.count + 1))
    }
  }
}
