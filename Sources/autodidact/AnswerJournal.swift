import Experiments
import Foundation
internal import Requirements
import Runs
import Search
import Tasks

/// A journal of the answers of a long `solve`, one line each as they come, beside the output file, from which a command
/// that was stopped continues.
struct AnswerJournal {
  private struct Line: Codable {
    let key: String
    let answers: [[RankedGrid]]
  }

  private let file: String
  private var answers: [String: [[RankedGrid]]]
  private var isWritable = true

  /// Creates the journal of the answers in a file.
  init(beside out: String) {
    file = out + ".partial"
    // Usually there is none; one that cannot be read cannot be written either, which `append` says.
    let text = (try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data()
    // The last line is incomplete if the process was killed while writing it.
    let lines = text.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDecoder().decode(Line.self, from: $0) }
    answers = Dictionary(lines.map { ($0.key, $0.answers) }) { $1 }
  }

  /// Returns a key of everything that answers depend on.
  static func key(
    _ episode: Episode, model: String?, _ solver: TaskSolver, seed: UInt64, _ attempts: Int
  ) -> String {
    struct Content: Encodable {
      let model: String?
      let side: TaskSolver.Side
      let solver: Solver
      let seconds: Double?
      let seed: UInt64
      let attempts: Int
      let support: [Example]
      let inputs: [Grid]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let content = Content(
      model: model, side: solver.side, solver: solver.solver, seconds: solver.seconds, seed: seed, attempts: attempts,
      support: episode.support,
      inputs: episode.query.map(\.input))
    guard let data = try? encoder.encode(content) else { trap("\(episode.name) cannot be encoded") }
    return Checksum.text(of: data)
  }

  /// The answers of a key, or `nil` if they are unknown.
  subscript(key: String) -> [[RankedGrid]]? { answers[key] }

  /// Adds answers. If they cannot be written the work continues without.
  mutating func append(_ ranked: [[RankedGrid]], for key: String, _ console: Console) {
    answers[key] = ranked
    guard isWritable else { return }
    do {
      if !FileManager.default.fileExists(atPath: file) { try Data().write(to: URL(fileURLWithPath: file)) }
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
      defer { try? handle.close() }
      let end = try handle.seekToEnd()
      // An incomplete line of a killed process ends here.
      try handle.write(
        contentsOf: Data((end > 0 ? "\n" : "").utf8) + JSONEncoder().encode(Line(key: key, answers: ranked)))
    } catch {
      isWritable = false
      console.print("the answers cannot be kept in \(file) as they come; they will be written at the end")
    }
  }

  /// Removes the file once all answers are written.
  func remove() { try? FileManager.default.removeItem(atPath: file) }
}
