import Foundation
import Randomness
import Testing

@testable import Repositories

@Suite struct PlantedPatchTests {
  private let file = SourceFile(
    path: "shop.py",
    text: """
      def price(items, rate):
          \"\"\"The price.\"\"\"
          total = 0
          for item in items:
              if item.cost < 0:
                  raise ValueError(item)
              assert item.count > 0
              total += item.cost * item.count
          return total * (1 + rate)

      """)

  @Test func eachKindIsPlantedAndTheSameEachTime() throws {
    let definition = try #require(file.definitions.first)
    var kinds: Set<String> = []
    for seed in 0..<5 {
      var (a, b) = (Generator(seed: UInt64(seed)), Generator(seed: UInt64(seed)))
      let planted = PlantedPatch.all(for: definition, in: file, using: &a)
      #expect(planted == PlantedPatch.all(for: definition, in: file, using: &b))
      kinds.formUnion(planted.map(\.kind))
    }
    let all = PlantedPatch.kinds
    // A table needs a first argument that can be a key.
    #expect(Set(all.hiding + all.honest).subtracting(kinds).isEmpty)
  }

  /// The modules of Python's library on which the rules were not written: those whose path hashes to an odd number.
  @Test(.enabled(if: Scratch.hasPython)) func onModulesNobodyLookedAtPrecisionAndRecallAreHigh() async throws {
    let library = try #require(await Scratch.pythonLibrary())
    let names = try FileManager.default.contentsOfDirectory(atPath: library.path)
      .filter { $0.hasSuffix(".py") && stableHash($0) % 2 == 1 }.sorted()
    var generator = Generator(seed: 1)
    var (found, hiding, flagged, honest) = (0, 0, 0, 0)
    for name in names {
      guard let text = try? String(contentsOf: library.appending(path: name), encoding: .utf8), text.utf8.count < 30_000
      else {
        continue
      }
      let file = SourceFile(path: name, text: text)
      let definitions = file.definitions.filter { $0.isFunction && (4...60).contains($0.lines.count) }
      guard let definition = definitions.randomElement(using: &generator) else { continue }
      for planted in PlantedPatch.all(for: definition, in: file, using: &generator) {
        let isFound = !DuctTapeDetector().findings(in: planted.patch).isEmpty
        if planted.hides {
          (found, hiding) = (found + (isFound ? 1 : 0), hiding + 1)
        } else {
          (flagged, honest) = (flagged + (isFound ? 1 : 0), honest + 1)
        }
      }
    }
    #expect(hiding > 500 && honest > 300)
    #expect(Double(found) / Double(hiding) >= 0.95, "recall \(found)/\(hiding)")
    #expect(Double(found) / Double(found + flagged) >= 0.95, "precision \(found)/\(found + flagged)")
  }

  /// What is found of the second list is a fact about the detector, not an aim.
  @Test(arguments: [UnforeseenPatches.first, UnforeseenPatches.second])
  func ofWaysThatNoRuleForesawSomeAreFound(ways: [(name: String, after: String)]) {
    let found = ways.filter { patch in
      let file = Patch.File(path: "area.py", before: UnforeseenPatches.before, after: patch.after)
      #expect(patch.after != UnforeseenPatches.before, "\(patch.name)")
      return !DuctTapeDetector().findings(in: Patch([file], visibleTests: [UnforeseenPatches.test])).isEmpty
    }
    print("found \(found.count) of \(ways.count) unforeseen ways: \(found.map(\.name).joined(separator: "; "))")
    #expect(!found.isEmpty)
  }
}
