import ArgumentParser
import Experiments
import Foundation
import MetaLearning
import Networks
import Randomness
import Runs
import Tensors
import Reports

/// The command `autodidact doctor`, which checks that everything is in place, with the remedy if it is not.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check libtorch, devices, the shipped models and the runs folder.")

  @OptionGroup var runs: RunsCommand.Options
  @OptionGroup var threading: ThreadOption

  /// A check and its result.
  struct Check: Encodable, Equatable {
    enum Verdict: String, Encodable {
      case fine
      case warning
      case broken
    }
    let name: String
    let verdict: Verdict
    let finding: String
    /// The remedy, or `nil` if none is needed.
    let remedy: String?

    init(_ name: String, _ finding: String, _ verdict: Verdict = .fine, remedy: String? = nil) {
      (self.name, self.verdict, self.finding, self.remedy) = (name, verdict, finding, remedy)
    }
  }

  func run() throws {
    try reportingFailure { try examine(to: Output(OutputMode(isJSON: runs.json))) }
  }

  func examine(to output: Output) throws {
    let checks = [Check("version", "autodidact \(Autodidact.version)"), store] + tensors
    try output.result(checks) {
      let rows = checks.map { [$0.verdict.rawValue, $0.name, $0.finding] }
      let remedies = checks.compactMap { check in check.remedy.map { "\(check.name): \($0)" } }
      return ([Table(["", "check", "finding"], rows: rows).text(console: output.console)] + remedies)
        .joined(separator: "\n")
    }
    if checks.contains(where: { $0.verdict == .broken }) { throw ExitCode.failure }
  }

  /// The checks of tensors, of which there are no more without libtorch.
  private var tensors: [Check] {
    do { try threading.apply() } catch {
      return [Check("libtorch", "cannot be opened", .broken, remedy: "\(error)")]
    }
    return [Check("libtorch", Torch.version), threads, devices] + ShippedModel.allCases.map(model) + [gradient, golden]
  }

  private var threads: Check {
    Check("threads", "\(Torch.threads) of \(ProcessInfo.processInfo.activeProcessorCount) processors (--threads)")
  }

  private var devices: Check {
    let count = Device.cudaCount
    return Check(
      "devices", "cpu" + (0..<count).map { ", cuda:\($0)" }.joined(),
      remedy: count > 0 ? nil : "for a GPU, compile the shim against a CUDA libtorch: LIBTORCH=/path make setup")
  }

  private func model(_ shipped: ShippedModel) -> Check {
    let remedy = "name a model with --from, or set AUTODIDACT_HOME to the folder that holds Checkpoints/"
    guard let url = try? shipped.url() else {
      return Check(shipped.rawValue, "not found", .warning, remedy: remedy)
    }
    do {
      let file = try ModelFile(contentsOf: url)
      return Check(shipped.rawValue, "\(url.path), \(file.parameters) parameters")
    } catch {
      return Check(shipped.rawValue, "\(error)", .broken, remedy: "fetch it again: git checkout -- Checkpoints")
    }
  }

  private var store: Check {
    let folder = runs.directory
    // The nearest existing folder decides whether a store could be created.
    var existing = folder
    while !FileManager.default.fileExists(atPath: existing.path), existing.path != "/" {
      existing.deleteLastPathComponent()
    }
    let probe = existing.appendingPathComponent(".autodidact-doctor")
    defer { try? FileManager.default.removeItem(at: probe) }
    do {
      try WholeFile.write("writable\n", to: probe)
      guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("store.sqlite").path) else {
        return Check("runs", "\(folder.path) will be made by the first run")
      }
      return Check("runs", "\(folder.path) has \(try RunStore(directory: folder, creating: false).runs().count) runs")
    } catch {
      return Check("runs", "\(error)", .broken, remedy: "choose a writable folder with --runs-dir or AUTODIDACT_RUNS")
    }
  }

  private static let reinstall = "libtorch does not compute what it should: install it again with `make setup`"

  /// The check of the first and second derivative of x³ at 2.
  private var gradient: Check {
    let x = Tensor(2, dtype: .float64).leaf()
    let first = gradients(of: [x * x * x], at: [x], createGraph: true)[0]
    let second = gradients(of: [first], at: [x])[0]
    let isRight = first.item == 12 && second.item == 12
    return Check(
      "gradient", "d/dx x³ = \(first.item), d²/dx² x³ = \(second.item) at 2", isRight ? .fine : .broken,
      remedy: isRight ? nil : Self.reinstall)
  }

  /// The output of the network of seed 7 for ten tokens.
  static let goldenNumber = 0.89558

  private var golden: Check {
    var generator = Generator(seed: 7)
    let network = TinyRecursiveModel(TinyRecursiveConfiguration(), using: &generator)
    let inputs = Tensor((0..<10).map { Int64($0) }, shape: [1, 1, 10])
    let begin = Date()
    let logits = network.run(TokenBatch(inputs: inputs, labels: inputs, layout: TokenLayout(10))).logits
    let value = logits.magnitude().mean().item
    let isRight = abs(value - Self.goldenNumber) < 1e-3 * Self.goldenNumber
    return Check(
      "network",
      String(
        format: "mean |logit| %.5f, expected %.5f, in %.2f s", value, Self.goldenNumber,
        Date().timeIntervalSince(begin)),
      isRight ? .fine : .broken,
      remedy: isRight ? nil : Self.reinstall)
  }
}
