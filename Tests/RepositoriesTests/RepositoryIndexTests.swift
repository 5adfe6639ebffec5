import Foundation
import Testing

@testable import Repositories

@Suite struct RepositoryIndexTests {
  static let files = [
    "base.py": "LIMIT = 3\n\ndef clamp(value):\n    if value > LIMIT:\n        return LIMIT\n    return value\n",
    "middle.py":
      "from base import clamp\n\ndef twice(value):\n    # clamp in words\n    return clamp(value) + clamp('clamp')\n",
    "top.py": "import middle\n\ndef main():\n    return middle.twice(2)\n",
    "a_loop.py": "import b_loop\n\ndef loop_a():\n    return b_loop.loop_b()\n",
    "b_loop.py": "import a_loop\n\ndef loop_b():\n    return a_loop.loop_a()\n",
    "README.md": "clamp clamps\n",
  ]

  static func index(_ files: [String: String] = Self.files) -> RepositoryIndex {
    let files = files.map { SourceFile(path: $0.key, text: $0.value) }
    return RepositoryIndex(Repository(folder: URL(fileURLWithPath: "/none"), files: files), tags: nil)
  }

  @Test func aUseIsAWordOfTheCode() {
    let index = Self.index()
    #expect(index.definitions(named: "clamp").map(\.id) == ["base.py:3:clamp"])
    #expect(
      index.uses(of: "clamp").map { "\($0.file):\($0.line)" } == [
        "base.py:3", "middle.py:1", "middle.py:5", "middle.py:5",
      ])
    #expect(index.function(in: "base.py", at: 5)?.name == "clamp" && index.function(in: "base.py", at: 1) == nil)
  }

  @Test func aFileComesAfterThoseItNeedsAndACycleIsOneGroup() {
    let index = Self.index()
    let order = index.dependencyOrder
    #expect(order.firstIndex(of: "base.py")! < order.firstIndex(of: "middle.py")!)
    #expect(order.firstIndex(of: "middle.py")! < order.firstIndex(of: "top.py")!)
    #expect(index.components.contains(["a_loop.py", "b_loop.py"]))
    #expect(Set(order) == Set(Self.files.keys) && order.count == Self.files.count)
    #expect(index.dependencies(of: "middle.py") == ["base.py"])
    #expect(Self.index().dependencyOrder == order)
  }

  @Test(.enabled(if: Scratch.hasCtags)) func tagsAddNamesThatTheScannerDoesNotKnow() async throws {
    let scratch = try Scratch(Self.files)
    defer { scratch.remove() }
    let repository = try await Repository(at: scratch.folder)
    let plain = await RepositoryIndex(repository, usesTags: false)
    #expect(!plain.hasTags && plain.definitions(named: "LIMIT").isEmpty)
    guard await Ctags.isInstalled() else { return }
    let tagged = await RepositoryIndex(repository)
    #expect(tagged.hasTags && tagged.definitions(named: "LIMIT").map(\.kind) == [.other])
    // What the scanner found stays as it was.
    #expect(tagged.definitions.filter { $0.kind != .other } == plain.definitions)
  }
}
