import Experiments
import Foundation
import Tasks
import Testing

@testable import autodidact

@Suite struct ModelOptionTests {
  @Test func homeThenTheProgramsFoldersThenHere() {
    let places = ShippedModel.small.places(
      environment: ["AUTODIDACT_HOME": "/home/a"], program: URL(fileURLWithPath: "/opt/b/p"), working: "/c"
    ).map(\.path)
    let folders = ["/home/a", "/opt/b", "/opt/b/checkouts/autodidact", "/opt", "/opt/checkouts/autodidact", "/c"]
    #expect(places == folders.map { "\($0)/Checkpoints/autodidact-small.safetensors" })
  }

  @Test("objects on a background go to the solver, rows of symbols and grids to what was meta-trained on them")
  func theModelSuitsTheTask() {
    func episode(_ rows: [[Int]]) -> Episode {
      let grid = Grid(rows: rows)
      return Episode(
        name: "t", family: "f", support: [Example(input: grid, output: grid)], query: [Query(input: grid, output: nil)])
    }
    #expect(ShippedModel(for: episode([[0, 0, 3, 3, 0]])) == .solver)
    #expect(ShippedModel(for: episode([[4, 1, 3, 3, 9]])) == .symbols)
    #expect(ShippedModel(for: episode([[4, 1], [3, 9]])) == .small)
  }

  @Test(arguments: ShippedModel.allCases)
  func everyShippedModelIsInTheRepository(model: ShippedModel) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = model.places(environment: ["AUTODIDACT_HOME": root.path])
    let file = try #require(places.first)
    _ = try ModelFile(contentsOf: file)
    #expect(try Data(contentsOf: file).count < 8 << 20)
  }

  @Test func aFolderStandsForTheModelInIt() async throws {
    try await withTemporaryFolder { folder in
      #expect(ModelOption.file(of: folder.path).lastPathComponent == "model.safetensors")
      #expect(ModelOption.file(of: folder.path + "/a.safetensors").lastPathComponent == "a.safetensors")
    }
  }

  @Test func whereNoneIsTheErrorSaysWhatToDo() {
    #expect(NoModelError(places: ["/a", "/b"]).description.contains("--from"))
  }
}
