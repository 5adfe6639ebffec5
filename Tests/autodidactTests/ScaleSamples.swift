import ArgumentParser
import Foundation
import Testing

@testable import autodidact

/// Files of measurements, each made by a law that is known.
enum ScaleSamples {
  /// Losses of compute-optimal training on a grid, each off by about a thousandth.
  static func chinchilla(header: String? = "params,training tokens,loss,set", sets: [String] = ["a"]) -> String {
    var lines = header.map { [$0] } ?? []
    for (i, n) in [1e7, 3e7, 1e8, 3e8, 1e9, 3e9].enumerated() {
      for (j, d) in [1e9, 3e9, 1e10, 3e10, 1e11].enumerated() {
        for set in sets {
          let error = 1e-3 * sin(Double(7 * i + 3 * j))
          let loss = (1.8172 + 482.01 * pow(n, -0.3478) + 2085.43 * pow(d, -0.3658)) * (1 + error)
          lines.append("\(n),\(d),\(loss)" + (header == nil ? "" : ",\(set)"))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Errors that fall as a power of one variable.
  static func power(name: String = "examples") -> String {
    "\(name),error\n"
      + (0..<12).map { step in
        let x = 100 * pow(2, Double(step))
        return "\(x),\(0.1 + 3 * pow(x, -0.4) * (1 + 2e-3 * cos(Double(5 * step))))\n"
      }.joined()
  }

  /// Writes a text to a file of a folder and returns its path.
  static func file(_ text: String, in folder: URL, named name: String = "data.csv") throws -> String {
    let url = folder.appendingPathComponent(name)
    try text.write(to: url, atomically: true, encoding: .utf8)
    return url.path
  }
}

/// What a command says to people, and what it gives to programs.
func answers(_ command: (Output) throws -> Void) throws -> (text: String, json: [String: Any]) {
  let people = Recorder(), programs = Recorder()
  try command(Output(.people, console: people.console(width: 100)))
  try command(Output(.json, console: programs.console()))
  let object = try JSONSerialization.jsonObject(with: Data(programs.text.utf8)) as? [String: Any]
  return (people.text, try #require(object))
}

/// What a command says when it is asked for wrongly; it must not end otherwise.
func refusal(_ work: () throws -> Void) -> String {
  let recorder = Recorder()
  #expect(throws: ExitCode(2)) { try reportingFailure(console: recorder.console()) { try work() } }
  return recorder.text
}
