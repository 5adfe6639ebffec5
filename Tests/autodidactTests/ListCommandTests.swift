import ArgumentParser
import Foundation
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct ListCommandTests {
  @Test func theLearnersOfTheCatalogue() throws {
    let recorder = Recorder()
    try ListCommand.Learners.parse([]).list(to: Output(.people, console: recorder.console()))
    for name in ["joint", "reptile", "fomaml", "maml"] { #expect(recorder.text.contains(name)) }
  }

  @Test func theFamiliesForPrograms() throws {
    let recorder = Recorder()
    try ListCommand.Families.parse(["--json"]).list(to: Output(.json, console: recorder.console()))
    let list = try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [[String: Any]]
    #expect((list?.count ?? 0) >= 40)
    #expect(list?.allSatisfy { $0["name"] is String && $0["world"] is String } == true)
  }

  @Test func theNetworksWithTheirSizes() {
    let published = ListCommand.Networks.entries.first { $0.name == "trm-published" }
    #expect((6_500_000..<7_500_000).contains(published?.parameters ?? 0))
  }

  @Test func theLawsWithTheirFormulas() throws {
    let people = Recorder(), programs = Recorder()
    try ListCommand.Laws.parse([]).list(to: Output(.people, console: people.console()))
    try ListCommand.Laws.parse(["--json"]).list(to: Output(.json, console: programs.console()))
    #expect(people.text.contains("E + A N^-α + B D^-β") && people.text.contains("Hoffmann et al. 2022"))
    let list = try JSONSerialization.jsonObject(with: Data(programs.text.utf8)) as? [[String: Any]]
    #expect((list?.count ?? 0) >= 18 && list?.allSatisfy { ($0["variables"] as? [Any])?.isEmpty == false } == true)
  }
}
