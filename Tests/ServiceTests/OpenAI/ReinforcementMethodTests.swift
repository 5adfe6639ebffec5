import Foundation
import Synchronization
import JSON
import Testing

@testable import Service

@Suite struct ReinforcementMethodTests {
  /// A model that writes a, b or an end, each as likely as the others.
  private func host() -> BigramHost {
    let row = (0..<128).map { Float([0, 97, 98].contains($0) ? 0 : -30) }
    return BigramHost(base: Array(repeating: row, count: 128))
  }

  private func method(_ host: BigramHost) async throws -> ReinforcementMethod<BigramHost> {
    let grader: JSONTree = [
      "type": "string_check", "name": "m", "input": "{{sample.output_text}}", "reference": "{{item.answer}}",
      "operation": "like",
    ]
    let items = ["q", "r"].map {
      ReinforcementMethod<BigramHost>.Item(prompt: $0.utf8.map { Int($0) }, item: ["answer": "aa"])
    }
    return ReinforcementMethod(
      host: host, text: try await host.text(of: "toy"), items: items, validation: items,
      grader: try Grader(JSONFields(JSONValue(grader.bytes))), answers: 16, measuredAnswers: 16, seed: 3)
  }

  @Test func advantagesOfATaskSumToZeroAndRatiosAreOne() async throws {
    let host = host()
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    let outcome = try await method(host).learn([0], training)
    let request = try #require(host.state.withLock { $0.requests.last })
    #expect(request.lossFn == "importance_sampling" && request.data.count == 16)
    let firsts = request.data.map { [Float](littleEndian: $0.lossFnInputs["advantages"]?.dense ?? Data())[0] }
    #expect(abs(firsts.reduce(0, +)) < 1e-6 && firsts.contains { $0 > 0 })
    let reward = try #require(outcome.reward)
    #expect(reward > 0 && reward < 1)
    // All ratios are 1 as the drawing model is the learning one, so the loss is -Σ A over tokens.
    let sum = request.data.reduce(0.0) {
      $0 - [Float](littleEndian: $1.lossFnInputs["advantages"]?.dense ?? Data()).reduce(0) { $0 + Double($1) }
    }
    #expect(abs((outcome.loss ?? 0) - sum) < 1e-4)
    #expect(host.state.withLock { $0.samplers.isEmpty })
  }

  @Test func stepsRaiseTheReward() async throws {
    let host = host()
    let method = try await method(host)
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    var order = OptimizerStep()
    order.rate = 20
    let before = try #require(try await method.measure([0, 1], training).reward)
    for _ in 0..<6 {
      let outcome = try await method.learn([0, 1], training)
      if outcome.hasGradient { _ = try await host.step(order, of: training) }
    }
    #expect(try #require(try await method.measure([0, 1], training).reward) > before + 0.3)
  }

  @Test func answersOfOneRewardTeachNothing() async throws {
    let sure = (0..<128).map { Float($0 == 97 ? 0 : -30) }
    let host = BigramHost(base: Array(repeating: sure, count: 128))
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    let outcome = try await method(host).learn([0, 1], training)
    #expect(!outcome.hasGradient && outcome.reward == 1 && host.state.withLock { $0.requests.isEmpty })
  }
}
