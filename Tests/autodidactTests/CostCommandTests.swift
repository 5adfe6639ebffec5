import ArgumentParser
import Experiments
import Foundation
import Tensors
import Testing

@testable import autodidact

@Suite(.enabled(if: Torch.isAvailable)) struct CostCommandTests {
  private let quick = [
    "--learners", "fomaml,maml", "--inner-steps", "1,2", "--tasks", "2", "--widths", "8", "--network", "mlp",
    "--repeats", "1",
  ]

  @Test func peopleGetTablesProgramsJSONAndBothAPage() async throws {
    try await withTemporaryFolder { folder in
      let report = folder.appendingPathComponent("cost.html").path
      let people = Recorder(), programs = Recorder()
      try CostCommand.parse(quick + ["--report", report])
        .measure(to: Output(.people, console: people.console()), console: Recorder().console())
      for text in [
        "inner steps", "maml, recomputing", "exponent", "recomputing leaves at most", report,
      ] {
        #expect(people.text.lowercased().contains(text.lowercased()), "\(text)")
      }
      #expect(try String(contentsOfFile: report, encoding: .utf8).contains("<svg"))
      try CostCommand.parse(quick + ["--json"])
        .measure(to: Output(.json, console: programs.console()), console: Recorder().console())
      let object = try JSONSerialization.jsonObject(with: Data(programs.text.utf8)) as? [String: Any]
      #expect(Set(object?.keys.map { $0 } ?? []) == ["table", "slopes", "claims"])
    }
  }

  @Test func flagsFillThePlan() throws {
    let plan = try CostCommand.parse(quick + ["--shots", "3", "--recompute"]).plan()
    #expect(plan.network == "mlp" && plan.innerSteps == [1, 2] && plan.shots == 3 && plan.recomputes)
    #expect(try CostCommand.parse([]).plan() == CostPlan())
  }

  @Test func wrongUsageEndsWithTwo() throws {
    for arguments in [
      ["--learners", "mmal"], ["--inner-steps", "0"], ["--tasks", "a"], ["--repeats", "0"],
      ["--network", "mlp", "--learners", "proto", "--inner-steps", "1", "--tasks", "1", "--widths", "4"],
      ["--normalization", "group", "--widths", "12"],
    ] {
      #expect(throws: ExitCode(2), "\(arguments)") { try CostCommand.parse(arguments).run() }
    }
  }
}
