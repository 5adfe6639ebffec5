internal import JSON

/// A text with places for what is known of an example and of an answer: `{{item.answer}}`, `{{sample.output_text}}`.
///
/// A way may go into objects by keys and into lists by places from 0: `{{item.answers.0}}` or `{{item.answers[0]}}`. The answer is
/// there as `sample.output_text`, and where it is JSON as `sample.output_json`. A text stands as it is, any other value as JSON.
struct GraderTemplate: Sendable {
  private enum Part: Sendable {
    case text(String)
    case variable([String])
  }

  private var parts: [Part] = []

  /// Reads a template.
  /// - Throws: `GraderFault` for a place that is not closed, or whose way begins with neither `item` nor `sample`.
  init(_ source: String) throws(GraderFault) {
    var rest = source[...]
    while let start = rest.firstRange(of: "{{") {
      parts.append(.text(String(rest[..<start.lowerBound])))
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "}}") else {
        throw GraderFault(.variable, "\"{{\(excerpt(String(rest)))\" is not closed with }}")
      }
      parts.append(.variable(try Self.way(String(rest[..<end.lowerBound]))))
      rest = rest[end.upperBound...]
    }
    parts.append(.text(String(rest)))
  }

  /// Returns the text for an answer.
  /// - Throws: `GraderFault` for a value that is not there.
  func text(_ sample: GradedSample) throws(GraderFault) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .variable(let way):
        let value = try sample.value(way)
        text += value.string ?? value.description
      }
    }
    return text
  }

  private static func way(_ source: String) throws(GraderFault) -> [String] {
    let plain = source.filter { $0 != " " && $0 != "\n" && $0 != "]" }
    let way = plain.split(whereSeparator: { $0 == "." || $0 == "[" }).map(String.init)
    let isKnown =
      switch way.first {
      case "item": way.count > 1
      case "sample": way.dropFirst().first == "output_json" || way == ["sample", "output_text"]
      default: false
      }
    guard isKnown else {
      throw GraderFault(
        .variable, "{{\(excerpt(source))}} is none of item.…, sample.output_text and sample.output_json.…")
    }
    return way
  }
}

/// An answer, and the example that it answers.
struct GradedSample: Sendable {
  /// The answer.
  var text: String
  /// What the example says besides its messages.
  var item: JSONTree

  /// Returns the value at the end of a way.
  fileprivate func value(_ way: [String]) throws(GraderFault) -> JSONTree {
    if way == ["sample", "output_text"] { return .string(text) }
    var value = item
    if way[0] == "sample" {
      do throws(JSONFault) { value = JSONTree(try JSONValue(Array(text.utf8))) } catch {
        throw GraderFault(.sample, "the answer is no JSON: \(error.place): \(error.problem)")
      }
    }
    for step in way.dropFirst(way[0] == "sample" ? 2 : 1) {
      let next = value.items.flatMap { items in Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil } }
      guard let found = next ?? value[step] else {
        throw GraderFault(.variable, "there is no \(way.joined(separator: "."))")
      }
      value = found
    }
    return value
  }
}
