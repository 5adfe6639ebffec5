import Foundation
import Tasks

/// Measures encoding a text of a million bytes, and decoding its ids, with the tokenizer in TOKENIZER_FOLDER (tokenizer.json);
/// TOKENIZER_TEXT names the text.
func benchTokenizer() throws {
  let environment = ProcessInfo.processInfo.environment
  guard let folder = environment["TOKENIZER_FOLDER"], let file = environment["TOKENIZER_TEXT"] else {
    stop(
      "tokenizer: name a folder with tokenizer.json in TOKENIZER_FOLDER and a text in TOKENIZER_TEXT, as run.py does")
  }
  let tokenizer = try Tokenizer(folder: URL(fileURLWithPath: folder))
  let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
  var ids: [Int] = []
  report("encode-1MB") { ids = tokenizer.encode(text, parsing: .ordinary) }
  report("decode-1MB") { _ = tokenizer.decode(ids) }
}

/// Learns 8,192 tokens of a text and writes them as tokenizer.json.
func writeTokenizer(of text: URL, to folder: URL) throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let text = String(decoding: try Data(contentsOf: text), as: UTF8.self)
  try BPETrainer(size: 8_192).train(on: [text]).write(to: folder.appending(path: "tokenizer.json"))
}
