import Foundation
import Synchronization
import Testing

@testable import Service

@Suite struct PreferenceMethodTests {
  private let host = BigramHost()

  private func method(beta: Double) -> PreferenceMethod<BigramHost> {
    let pairs = [("ab", "ac"), ("xy", "xz"), ("ba", "bc")].map { better, other in
      PreferenceMethod<BigramHost>.Pair(
        preferred: LearnedSequence(better.utf8.map { Int($0) }, learnedFrom: 1),
        other: LearnedSequence(other.utf8.map { Int($0) }, learnedFrom: 1))
    }
    return PreferenceMethod(
      host: host, pairs: pairs, validation: [], beta: beta, reference: PreferenceReference(host, base: "toy"))
  }

  @Test func theFirstLossIsThatOfNoPreference() async throws {
    let method = method(beta: 0.3)
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    let outcome = try await method.learn([0, 1], training)
    #expect(abs((outcome.loss ?? 0) - log(2)) < 1e-6 && outcome.preference == 0 && outcome.tokens == 4)
    // β σ(0) / n on the better answer, and its opposite on the other.
    let weights = host.state.withLock { $0.requests.last?.data ?? [] }.map {
      [Float](littleEndian: $0.lossFnInputs["weights"]?.dense ?? Data())
    }
    #expect(weights == [[0.075], [-0.075], [0.075], [-0.075]])
  }

  @Test func theGradientIsThatOfTheLoss() async throws {
    // A model away from its reference, so that no term is 0.
    let method = method(beta: 0.7)
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    func set(_ previous: Character, _ next: Character, by change: Float) {
      let (i, j) = (Int(previous.asciiValue ?? 0), Int(next.asciiValue ?? 0))
      host.state.withLock { $0.models[training]?[i][j] += change }
    }
    set("a", "b", by: 0.8)
    set("x", "y", by: -0.5)
    set("b", "c", by: 0.3)
    _ = try await method.learn([0, 1, 2], training)
    let gradient = try #require(host.state.withLock { $0.gradients[training] })
    for (previous, next) in [("a", "b"), ("a", "c"), ("x", "y"), ("b", "c")] as [(Character, Character)] {
      func loss(_ change: Float) async throws -> Double {
        set(previous, next, by: change)
        let loss = try await method.learn([0, 1, 2], training).loss ?? .nan
        set(previous, next, by: -change)
        return loss
      }
      let slope = (try await loss(0.05) - (try await loss(-0.05))) / 0.1
      let own = Double(gradient[Int(previous.asciiValue ?? 0)][Int(next.asciiValue ?? 0)])
      #expect(abs(slope - own) < 1e-4, "\(previous)\(next): \(slope) and \(own)")
    }
  }

  @Test func stepsMakeTheBetterAnswersLikelier() async throws {
    let method = method(beta: 1)
    let training = try await host.createTraining(base: "toy", AdapterShape(rank: 1))
    var order = OptimizerStep()
    order.rate = 2
    var last = 1.0
    for _ in 0..<5 {
      let outcome = try await method.learn([0, 1, 2], training)
      #expect((outcome.loss ?? 1) < last)
      last = outcome.loss ?? 1
      _ = try await host.step(order, of: training)
    }
    #expect(try await method.learn([0, 1, 2], training).preference == 1)
    await method.close()
    #expect(host.state.withLock { $0.models.count } == 1, "the reference is forgotten")
  }
}
