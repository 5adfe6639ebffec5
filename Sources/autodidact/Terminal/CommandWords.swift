import ArgumentParser
import Foundation
import Reports
import Settings

/// The words of a command line, for errors that ArgumentParser explains too briefly.
struct CommandWords {
  /// The words as people mean them: the value of `--steps -1` is -1, and no option.
  let words: [String]
  /// The problem with the name of the command, or `nil` if it exists.
  let problem: String?
  private let command: any ParsableCommand.Type

  init(_ words: [String], of root: any ParsableCommand.Type) {
    var joined: [String] = []
    for word in words {
      let isNumber = word.first == "-" && word.dropFirst().first.map { $0.isNumber || $0 == "." } ?? false
      if isNumber, let option = joined.last, option.hasPrefix("--"), option != "--", !option.contains("=") {
        joined[joined.count - 1] = "\(option)=\(word)"
      } else {
        joined.append(word)
      }
    }
    self.words = joined
    var (command, problem): (any ParsableCommand.Type, String?) = (root, nil)
    for word in joined where problem == nil {
      let known = command.configuration.subcommands
      guard !known.isEmpty, !word.hasPrefix("-"), word != "help" else { break }
      if let next = known.first(where: { $0._commandName == word || $0.configuration.aliases.contains(word) }) {
        command = next
      } else {
        let names = known.map { $0._commandName }
        let close = nearest(to: word, in: names, limit: 1).filter { editDistance(word.lowercased(), $0) <= 2 }
        problem =
          "there is no command \"\(printable(word))\"; "
          + (close.first.map { "did you mean \($0)?" } ?? "the commands are \(names.joined(separator: ", "))")
      }
    }
    (self.command, self.problem) = (command, problem)
  }

  /// Returns a message about an invalid value, with what the option takes.
  func explained(_ message: String) -> String {
    guard let match = message.firstMatch(of: /The value '.*' is invalid for '--([a-z-]+)[^'\n]*'/) else {
      return message
    }
    let parts = match.1.split(separator: "-")
    let name = "_" + (parts.first ?? "") + parts.dropFirst().map(\.capitalized).joined()
    let hints: [(ObjectIdentifier, String)] = [
      (ObjectIdentifier(Int.self), "give a whole number"), (ObjectIdentifier(Int?.self), "give a whole number"),
      (ObjectIdentifier(UInt64.self), "give a whole number, 0 or more"),
      (ObjectIdentifier(Double.self), "give a number"), (ObjectIdentifier(Double?.self), "give a number"),
      (ObjectIdentifier(NumberList.self), "give whole numbers with commas between them, as 0,1,5"),
    ]
    let type = Self.type(of: name, in: command).map { ObjectIdentifier($0) }
    guard let hint = hints.first(where: { $0.0 == type }) else { return message }
    return message[..<match.range.upperBound] + "; \(hint.1)" + message[match.range.upperBound...]
  }

  private static func type(of name: String, in arguments: any ParsableArguments.Type) -> Any.Type? {
    for child in Mirror(reflecting: arguments.init()).children {
      let type = Swift.type(of: child.value)
      if child.label == name, let option = type as? any OptionWithValue.Type { return option.valueType }
      if let group = type as? any GroupOfOptions.Type, let found = self.type(of: name, in: group.members) {
        return found
      }
    }
    return nil
  }
}

private protocol OptionWithValue { static var valueType: Any.Type { get } }
private protocol GroupOfOptions { static var members: any ParsableArguments.Type { get } }
extension Option: OptionWithValue { fileprivate static var valueType: Any.Type { Value.self } }
extension OptionGroup: GroupOfOptions { fileprivate static var members: any ParsableArguments.Type { Value.self } }
