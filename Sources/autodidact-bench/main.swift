// Prints the time of some workloads, one line of JSON each, as the peers in Benchmarks/peers do.
// usage: autodidact-bench [sinusoid | sinusoid-methods | trm | maml | omniglot | scaling]…
//        autodidact-bench chinchilla240 > Benchmarks/chinchilla240.csv    the rows that `scaling` fits
//        autodidact-bench published DIR                                  the tables of Results/published-laws

import Foundation
import Tensors

Torch.threads = 1
let known: [(name: String, run: () throws -> Void)] = [
  ("sinusoid", benchSinusoid), ("sinusoid-methods", benchSinusoidMethods), ("trm", benchSupervision),
  ("maml", benchMetaTraining), ("omniglot", benchOmniglot), ("scaling", benchScaling),
]
let asked = CommandLine.arguments.dropFirst()
switch (asked.first, asked.count) {
case ("chinchilla240", 1):
  printChinchilla240()
  exit(0)
case ("published", 2):
  printPublished(folder: URL(fileURLWithPath: asked[2], isDirectory: true))
  exit(0)
default: break
}
if let name = asked.first(where: { name in !known.contains { $0.name == name } }) {
  let names = known.map(\.name).joined(separator: ", ")
  stop("no work is called \"\(name)\"; there are \(names), and \"chinchilla240\" and \"published DIR\" alone")
}
for work in known where asked.isEmpty || asked.contains(work.name) { try work.run() }
