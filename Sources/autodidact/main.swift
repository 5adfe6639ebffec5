import Experiments
import Foundation
import Runs
import Tensors

Backend.threads = 1

let path = CommandLine.arguments[1]
var configuration = TrainingConfiguration()
configuration = try Overlay.apply(yaml: String(contentsOfFile: path, encoding: .utf8), named: path, to: configuration)
for setting in CommandLine.arguments.dropFirst(2) { configuration = try Overlay.apply(setting: setting, to: configuration) }
let store = try RunStore(directory: URL(filePath: "/work/runs"))
let json = String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
let run = try store.start(name: configuration.name, kind: "train", configuration: json, seed: configuration.seed, version: "0", revision: nil)
print(run.id)
let trainer = try Trainer(configuration, store: store, run: run.id)
let begin = Date()
var smooth = 0.0
try trainer.train { progress in
  switch progress {
  case .step(let step, let total, let loss):
    smooth = step == 1 ? loss : 0.95 * smooth + 0.05 * loss
    if step % 20 == 0 { print("step \(step)/\(total) loss \(smooth) \(Date().timeIntervalSince(begin) / Double(step)) s/step")  }
  case .validation(let step, let values): print("validation \(step)", values.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
  case .checkpoint: break
  }
}
