import Foundation
import Testing

@testable import Tasks

@Suite struct WorldFileTests {
  /// The table that a file gives back is the one that was written, and a broken file is none.
  @Test func aTableIsReadBack() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = WorldFile(folder: folder)
    let world = ProgramWorld.of(ProgramFamilyTests.settings)
    func read(_ programs: Int = 2_600) -> WorldTable? {
      file.table(scenes: world.scenes, rules: world.rules, prior: world.prior, programs: programs)
    }
    #expect(read() == nil)
    file.write(world.table, scenes: world.scenes, prior: world.prior, programs: 2_600)
    let table = try #require(read())
    #expect(table.rows == world.table.rows && table.marks == world.table.marks)
    #expect(table.parts == world.table.parts)
    #expect(read(2_601) == nil)

    let url = try #require(
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).first)
    let data = try Data(contentsOf: url)
    for count in [0, 7, 20, data.count / 2, data.count - 1] {
      try data.prefix(count).write(to: url)
      #expect(read() == nil)
    }
    var changed = data
    for index in data.count - 4_000..<data.count { changed[index] ^= 0xFF }
    try changed.write(to: url)
    #expect(read() == nil || read()!.marks != world.table.marks)
  }
}
