import Foundation
import JSON
import Testing

@testable import Service

/// The recorded exchanges of OpenAI's client, answered by our routes: status, keys, kinds and all that is no arithmetic.
@Suite(.enabled(if: GoldenExchanges.folder != nil)) struct InferenceContractTests {
  private static let volatile: Set<String> = [
    "id", "created", "system_fingerprint", "content", "token", "tokens", "logprob", "bytes", "top_logprobs", "usage",
    "prompt_tokens", "completion_tokens", "total_tokens", "finish_reason", "text", "token_logprobs", "text_offset",
  ]

  @Test func exchangesAreAnsweredAsRecorded() async throws {
    let host = ToyHost()
    let client = RouterClient.inference(host)
    for exchange in try GoldenExchanges.all("inference") {
      let reply = try await client.send(exchange.method, exchange.path, exchange.body, headers: exchange.headers)
      #expect(reply.status == exchange.status, "\(exchange.step)")
      if let golden = exchange.json {
        var volatile = Self.volatile
        if exchange.path.hasPrefix("/v1/models") { volatile = [] }
        let differences = GoldenExchanges.differences(golden, try reply.json, volatile: volatile)
        #expect(differences.isEmpty, "\(exchange.step)")
      } else if let text = exchange.text {
        #expect(reply.type == "text/event-stream")
        let golden = try RouterClient.Reply(status: 200, type: "", body: Data(text.utf8)).events
        let own = try reply.events
        // The first and the last events; how many are between is the engine's matter.
        for (golden, own) in [(golden.first, own.first), (golden.last, own.last)] {
          let differences = GoldenExchanges.differences(
            try #require(golden), try #require(own), volatile: Self.volatile.subtracting(["finish_reason"]))
          #expect(
            differences.filter { !$0.contains("finish_reason") || !$0.contains("stop") }.isEmpty, "\(exchange.step)")
        }
      }
    }
  }
}
