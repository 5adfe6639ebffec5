import Experiments
import Foundation
import Runs
import Tensors

Backend.threads = 1
var configuration = TrainingConfiguration()
configuration.network.placeHeads = 4
configuration.network.highCycles = 1
configuration.network.expansion = 3
configuration.network.innerMultiple = 64
configuration.network.loss = .softmax
configuration.network.haltWeight = 0
configuration.stages[0].steps = 300
configuration.validateEvery = 100
let store = try RunStore(directory: URL(filePath: "/work/runs"))
let json = String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
let run = try store.start(name: configuration.name, kind: "train", configuration: json, seed: configuration.seed, version: "0", revision: nil)
let trainer = try Trainer(configuration, store: store, run: run.id)
let begin = Date()
var smooth = 0.0
try trainer.train { progress in
  switch progress {
  case .step(let step, let total, let loss):
    smooth = step == 1 ? loss : 0.95 * smooth + 0.05 * loss
    if step % 20 == 0 { print("step \(step)/\(total) loss \(smooth) \(Date().timeIntervalSince(begin) / Double(step)) s/step") ; fflush(stdout) }
  case .validation(let step, let values): print("validation \(step)", values.map { "\($0.name)=\($0.value)" }.joined(separator: " ")); fflush(stdout)
  case .checkpoint: break
  }
}
