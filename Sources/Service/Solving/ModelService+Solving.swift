internal import Foundation

extension ModelService {
  /// The name of the engine that answers tasks; it starts when somebody asks it.
  public static let taskEngine = "tasks"

  /// Takes up an order for the answers to tasks.
  func submitSolve(_ order: SolveOrder, owner: String) throws(ServiceError) -> Ticket {
    guard (state.waitingSamples[Self.taskEngine] ?? []).count < limits.waitingTasks else {
      throw ServiceError(429, "\(limits.waitingTasks) tasks wait already; send it again in a minute")
    }
    let body: Data
    do {
      body = try JSONEncoder().encode(order)
    } catch {
      throw ServiceError(400, "the order cannot be stored: \(error)")
    }
    return try accept(owner, Self.taskEngine, "tasks/\(owner)", nextNumber(), .solve, body)
  }
}
