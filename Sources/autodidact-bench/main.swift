// Prints what a piece of work takes, one line of JSON each, as the peers in Benchmarks/peers do.
// usage: autodidact-bench [sinusoid | trm | maml]…

import Foundation
import Tensors

Backend.threads = 1
let known: [(name: String, run: () -> Void)] = [
  ("sinusoid", benchSinusoid), ("trm", benchSupervision), ("maml", benchMetaTraining),
]
let asked = CommandLine.arguments.dropFirst()
if let name = asked.first(where: { name in !known.contains { $0.name == name } }) {
  let names = known.map(\.name).joined(separator: ", ")
  FileHandle.standardError.write(Data("autodidact-bench: no work is called \"\(name)\"; there are \(names)\n".utf8))
  exit(2)
}
for work in known where asked.isEmpty || asked.contains(work.name) { work.run() }
