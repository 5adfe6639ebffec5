internal import Foundation

/// What fine-tuning jobs ask of those who train models, besides what inference asks.
protocol TrainingHost: ModelHost {
  /// Makes an adapter that changes nothing yet, of a served model, and returns the name by which it is trained.
  func createTraining(base: String, _ shape: AdapterShape) async throws -> String

  /// Makes an adapter that goes on from a stored state, and returns the name by which it is trained.
  func loadTraining(_ state: String) async throws -> String

  /// Adds the gradient of a loss to an adapter's, or computes the loss alone. The request's names and numbers are the host's to fill.
  func forwardBackward(
    _ request: Tinker_ForwardBackwardRequest, of training: String
  ) async throws -> Tinker_ForwardBackwardOutput

  /// Steps an adapter by its gradient and returns the metrics.
  func step(_ step: OptimizerStep, of training: String) async throws -> [String: Double]

  /// Stores an adapter with its optimizer, in place of what had the name before, and returns how `loadTraining` calls it.
  func saveTraining(_ training: String, as name: String) async throws -> String

  /// Serves an adapter as it is now under a name, in place of what had it before.
  func saveSampler(_ training: String, as served: String) async throws

  /// Opens a sampler of an adapter as it is now, and returns the name by which `sample` is asked for it.
  func openSampler(of training: String) async throws -> String

  /// Takes up the rewards of the sequences that were drawn for an order, for those who watch.
  func note(_ rewards: [Double], of order: SampleOrder, from sampler: String) async

  /// Forgets such a sampler.
  func closeSampler(_ sampler: String) async

  /// Forgets an adapter that was trained.
  func dropTraining(_ training: String) async

  /// Removes a stored state.
  func deleteState(_ state: String) async
}

extension TrainingHost {
  /// Does nothing: nobody watches.
  func note(_ rewards: [Double], of order: SampleOrder, from sampler: String) async {}
}
