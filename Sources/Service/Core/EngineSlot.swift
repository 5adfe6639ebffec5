internal import Foundation

/// An engine's place: the engine while it lives, and what it holds.
struct EngineSlot {
  var engine: (any Engine)?
  var isBusy = false
  /// Whether it is about to start, and collects requests meanwhile.
  var isGathering = false
  /// The operations that it is at.
  var running: Set<String> = []
  /// The models that it holds as they are after their last done operation.
  var models: Set<String> = []
  /// The samplers that it holds, the one asked last at the end.
  var samplers: [String] = []
  /// What it is to forget before anything else.
  var surplus: (models: [String], samplers: [String]) = ([], [])
  var description: BaseModel?
  /// Why it does not live, or `nil` if it does or was not asked yet.
  var trouble: String?
  /// How often it was lost or did not start, since it last answered.
  var losses = 0
  /// Whether samples come next: training and samples take turns.
  var isSamplesTurn = false
  /// The seconds that a batch of each kind took last.
  var seconds: [String: Double] = [:]

  mutating func lose(_ reason: String) {
    engine = nil
    models = []
    samplers = []
    running = []
    surplus = ([], [])
    trouble = reason
    losses += 1
  }
}

/// Whoever waits for something, until it comes or the time is over.
struct Waiter {
  let number: Int
  let continuation: CheckedContinuation<Void, Never>
  let timer: Task<Void, Never>
}
