import Experiments
import Foundation
import Runs
import Tasks
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct ModelOptionTests {
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

  @Test func aFolderARunsFolderAndARunStandForTheModelInThem() async throws {
    try await withTemporaryFolder { folder in
      let store = try RunStore(directory: folder.appendingPathComponent("runs"))
      let run = try store.start(name: "mine", kind: "train", configuration: "{}", seed: 1, version: "0").id
      #expect(throws: NoModelError.self) { try ModelOption.file(of: run, runs: store.directory) }
      try store.checkpointFolder(of: run).write(step: 3, files: [CheckpointFile("model.safetensors", Data([1]))])
      let model = try ModelOption.file(of: run, runs: store.directory)
      #expect(
        model.path.hasSuffix("checkpoints/\(model.deletingLastPathComponent().lastPathComponent)/model.safetensors"))
      for name in [store.folder(of: run).path, model.deletingLastPathComponent().path, model.path, "mine"] {
        let found = try ModelOption.file(of: name, runs: store.directory)
        #expect(found.resolvingSymlinksInPath() == model.resolvingSymlinksInPath(), "\(name)")
      }
    }
  }

  @Test(arguments: ["", "nofile.safetensors", "/nowhere/model.safetensors", "/tmp"])
  func aModelThatIsNowhereIsOneMessage(name: String) {
    let runs = URL(fileURLWithPath: "/nowhere")
    let error = #expect(throws: NoModelError.self) { try ModelOption.file(of: name, runs: runs) }
    #expect(error?.description.hasPrefix("no model \"\(name)\": ") == true)
    #expect(error?.description.contains("autodidact runs") == true)
  }
}
