import Foundation
import Synchronization
import JSON
import Testing

@testable import Service

/// The recorded exchanges of OpenAI's client about files, jobs and graders, answered by our routes: status, keys and kinds.
@Suite(.enabled(if: GoldenExchanges.folder != nil)) struct JobContractTests {
  private static let volatile: Set<String> = [
    "id", "created_at", "finished_at", "expires_at", "bytes", "filename", "fine_tuned_model", "result_files", "status",
    "estimated_finish", "trained_tokens", "seed", "hyperparameters", "batch_size", "learning_rate_multiplier",
    "n_epochs", "training_file", "validation_file", "method", "data", "has_more", "first_id", "last_id", "message",
    "execution_time", "scores", "model", "metadata", "user_provided_suffix", "error", "fine_tuned_model_checkpoint",
    "fine_tuning_job_id", "step", "step_number", "train_loss", "valid_loss", "full_valid_loss", "type", "level",
  ]
  /// What is told where the engine knows it.
  private static let optional: Set<String> = [
    "train_mean_token_accuracy", "valid_mean_token_accuracy", "full_valid_mean_token_accuracy", "step", "train_loss",
    "valid_loss", "total_steps",
  ]
  /// What the recorded server let through and ours does not, or what it said of other jobs.
  private static let others = ["files.create tuple+expires", "pause", "resume", "cancel", "jobs.list meta"]

  @Test func exchangesAreAnsweredAsRecorded() async throws {
    let folder = TemporaryFolder()
    let clock = ToyClock()
    let files = try FileStore(folder: folder.url, clock: clock.clock)
    let host = BigramHost()
    host.state.withLock { $0.served["toy/tiny"] = $0.served["toy"] }
    let jobs = try FineTuning(
      folder: folder.url.appendingPathComponent("jobs"), files: files, clock: clock.clock, host: { _ in host })
    let client = RouterClient { addOpenAIRoutes(to: $0, jobs: jobs) }
    // The names of the recording, and ours for the same things.
    var names: [String: String] = [:]
    let second = try await files.add(
      Data("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}".utf8),
      owner: "local", filename: "v.jsonl", purpose: "fine-tune")
    names["file-0002"] = second.id
    for exchange in try GoldenExchanges.all("jobs") where !Self.others.contains(exchange.step) {
      func translated(_ text: String) -> String { names.reduce(text) { $0.replacing($1.key, with: $1.value) } }
      if exchange.path.contains("after=") { continue }
      let body = Array(translated(String(decoding: exchange.body, as: UTF8.self)).utf8)
      let reply = try await client.send(exchange.method, translated(exchange.path), body, headers: exchange.headers)
      await jobs.settled()
      #expect(reply.status == exchange.status, "\(exchange.step): \(reply.text)")
      guard let golden = exchange.json else {
        #expect(reply.text == exchange.text)
        continue
      }
      let own = try reply.json
      if exchange.method == "POST", let name = golden["id"]?.string, let mine = own["id"]?.string { names[name] = mine }
      let differences = GoldenExchanges.differences(golden, own, volatile: Self.volatile, optional: Self.optional)
      #expect(differences.isEmpty, "\(exchange.step)")
    }
  }
}
