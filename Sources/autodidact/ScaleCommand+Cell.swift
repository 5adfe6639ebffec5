import ArgumentParser
import Experiments
import Foundation
import Runs

extension ScaleCommand {
  /// The command for one cell of a study, which `scale study` starts in a process of its own, and which repeats a cell
  /// by hand.
  struct Cell: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cell", abstract: "Train and measure one model of a study.", shouldDisplay: false)

    @Argument(help: "The JSON of the cell.")
    var file: String

    @Option(help: "What the study is called.")
    var study: String

    @OptionGroup var runs: RunsCommand.Options
    @OptionGroup var threading: ThreadOption

    func run() throws {
      try reportingFailure { try complete() }
    }

    func complete() throws {
      try threading.apply()
      let data: Data
      do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
        throw BadInputError("\(file): there is no such file; give a cell's JSON, which `scale study` writes")
      }
      let cell: StudyCell
      do { cell = try JSONDecoder().decode(StudyCell.self, from: data) } catch {
        throw BadInputError("\(file): this is no cell of a study (\(error))")
      }
      Interruption.remember()
      // If the process that started the cell is killed, the cell should not train on unnoticed.
      let parent = getppid()
      var shown = 0
      do {
        try cell.complete(in: RunStore(directory: runs.directory), study: study, version: Autodidact.version) { share in
          guard Int(100 * share) > shown else { return }
          shown = Int(100 * share)
          Console.output.print("\(shown) %")
        } isStopping: {
          Interruption.isWanted || getppid() != parent
        }
      } catch is TrainingStopped {
        throw Interruption.exitCode
      }
    }
  }
}
