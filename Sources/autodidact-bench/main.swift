// Prints the time of some workloads, one line of JSON each, as the peers in Benchmarks/peers do.
// usage: autodidact-bench [sinusoid | sinusoid-methods | trm | maml | omniglot | scaling | language | language-blocks |
//                         language-lora-… | language-adapters | tokenizer]…
//        autodidact-bench language-folder DIR                            the model as the peers read it
//        autodidact-bench tokenizer-folder DIR TEXT                      the tokenizer that `tokenizer` measures
//        autodidact-bench chinchilla240 > Benchmarks/chinchilla240.csv    the rows that `scaling` fits
//        autodidact-bench published DIR                                  the tables of Results/published-laws

import Foundation
import Tensors

Torch.threads = 1
let known: [(name: String, run: () throws -> Void)] = [
  ("sinusoid", benchSinusoid), ("sinusoid-methods", benchSinusoidMethods), ("trm", benchSupervision),
  ("maml", benchMetaTraining), ("omniglot", benchOmniglot), ("scaling", benchScaling),
  ("language", benchLanguage), ("language-blocks", benchLanguageBlocks),
  ("language-lora-float32", { try benchLanguageLoRA("float32") }),
  ("language-lora-float32-recomputed", { try benchLanguageLoRA("float32-recomputed") }),
  ("language-lora-bfloat16", { try benchLanguageLoRA("bfloat16") }),
  ("language-lora-bfloat16-recomputed", { try benchLanguageLoRA("bfloat16-recomputed") }),
  ("language-adapters", benchLanguageAdapters), ("tokenizer", benchTokenizer),
]
let asked = CommandLine.arguments.dropFirst()
switch (asked.first, asked.count) {
case ("chinchilla240", 1):
  printChinchilla240()
  exit(0)
case ("published", 2):
  printPublished(folder: URL(fileURLWithPath: asked[2], isDirectory: true))
  exit(0)
case ("language-folder", 2):
  try writeLanguageFolder(URL(fileURLWithPath: asked[2], isDirectory: true))
  exit(0)
case ("tokenizer-folder", 3):
  try writeTokenizer(of: URL(fileURLWithPath: asked[3]), to: URL(fileURLWithPath: asked[2], isDirectory: true))
  exit(0)
default: break
}
if let name = asked.first(where: { name in !known.contains { $0.name == name } }) {
  let names = known.map(\.name).joined(separator: ", ")
  stop("no work is called \"\(name)\"; there are \(names), and \"chinchilla240\" and \"published DIR\" alone")
}
// Without names: what needs no file.
let needing = ["language", "tokenizer"]
for work in known {
  let isWanted = asked.isEmpty ? !needing.contains { work.name.hasPrefix($0) } : asked.contains(work.name)
  if isWanted { try work.run() }
}
