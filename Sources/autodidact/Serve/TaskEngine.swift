import Experiments
import Foundation
import Randomness
import Search
import Service
import Tasks
import Tensors

/// An engine that answers tasks: it searches programs, and adapts the shipped models where that pays.
struct TaskEngine {
  private var models = SolverModels(device: .cpu)

  /// Returns the replies to requests.
  mutating func answer(_ requests: [EngineRequest]) -> [EngineReply] {
    requests.map { request in
      guard case .solve = request.work else {
        return EngineReply(id: request.id, .failed("this engine answers tasks alone"))
      }
      do {
        return EngineReply(id: request.id, .done, body: try answers(to: request.body))
      } catch let error as TaskFileError {
        return EngineReply(id: request.id, .refused("\(error)"))
      } catch {
        return EngineReply(id: request.id, .failed("\(error)"))
      }
    }
  }

  private struct Answers: Encodable {
    let object = "task.answers"
    let status = "completed"
    let tasks: [Solution]
    let leftOut: [LeftOut]
  }

  private mutating func answers(to body: Data) throws -> Data {
    let order = try JSONDecoder().decode(SolveOrder.self, from: body)
    let files = try TaskFiles(Data(order.file.utf8), named: "body")
    let solver = TaskSolver(side: TaskSolver.Side(rawValue: order.by) ?? .both, seconds: order.seconds)
    var (solutions, leftOut) = ([Solution](), [LeftOut]())
    for episode in files.episodes {
      do {
        let url = try models.suitable(for: episode, solver) { try $0.url() }
        var generator = Generator(seed: 1)
        let answers = solver.answers(to: episode, with: try url.map { try models[$0] }, using: &generator)
        solutions.append(Solution(episode, answers, attempts: order.attempts))
      } catch let error as UnsuitableTask {
        leftOut.append(LeftOut(episode.name, error))
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(Answers(tasks: solutions, leftOut: leftOut))
  }
}
