import Foundation
import Randomness
import Testing

@testable import Tasks

/// Five thousand broken files: each loads or throws an error whose every field says something.
@Suite struct MalformedFileTests {
  @Test func noMutationTrapsOrHangs() throws {
    var generator = Generator(seed: 2026)
    let files = try [arc("extend"), arc("reflect"), arc("maze"), sequences(), Array(ARCFileTests.valid.utf8)]
    var failures = 0
    for round in 0..<5_000 {
      var bytes = files[round % files.count]
      for _ in 0..<generator.integer(in: 1..<4) { mutate(&bytes, using: &generator) }
      do {
        let isSequence = round % files.count == 3
        let episode =
          isSequence ? try SequenceFile.parse(bytes, file: "f") : try ARCFile.parse(bytes, file: "f")
        #expect(!episode.support.isEmpty)
        #expect(episode.grids.allSatisfy { $0.cells.count == $0.height * $0.width && !$0.cells.isEmpty })
      } catch {
        failures += 1
        #expect(![error.file, error.place, error.problem, error.remedy].contains(""))
      }
    }
    #expect(failures > 3_000, "only \(failures) mutations did harm")
  }

  private func mutate(_ bytes: inout [UInt8], using generator: inout Generator) {
    let pieces = [
      "[", "]", "{", "}", ",", ":", "\"", "\\", "null", "true", "1.5", "-3", "1e999", "\u{FEFF}", "\\u12", "\n", "10",
      String(repeating: "[", count: 5_000), String(repeating: "9", count: 5_000), "\"input\":", "{\"train\":[]}",
    ]
    let place = generator.integer(in: 0..<bytes.count + 1)
    let end = min(bytes.count, place + generator.integer(in: 0..<40))
    switch generator.integer(in: 0..<6) {
    case 0 where place < bytes.count: bytes[place] ^= UInt8(1 << generator.integer(in: 0..<8))
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: generator.integer(in: 0..<bytes.count + 1))
    case 4 where place < bytes.count: bytes[place] = UInt8(generator.integer(in: 0..<256))
    default: bytes.insert(contentsOf: pieces[generator.integer(in: 0..<pieces.count)].utf8, at: place)
    }
  }

  private func arc(_ name: String) throws -> [UInt8] {
    var generator = Generator(seed: 1)
    let episode = try TaskFamilies.named(name).episode(in: .metaTrain, support: 2, query: 1, using: &generator)
    struct File: Encodable {
      let train: [Example]
      let test: [Query]
    }
    return try Array(JSONEncoder().encode(File(train: episode.support, test: episode.query)))
  }

  private func sequences() throws -> [UInt8] {
    var generator = Generator(seed: 1)
    let episode = try TaskFamilies.named("cipher").episode(in: .metaTrain, support: 4, query: 1, using: &generator)
    let lines = episode.support.map { "{\"input\": \($0.input.sequence), \"output\": \($0.output.sequence)}" }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
