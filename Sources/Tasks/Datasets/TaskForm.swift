import JSON

/// The form in which a JSON value holds tasks.
enum TaskForm {
  /// `{"train": [...], "test": [...]}`.
  case task
  /// `[{"input": ..., "output": ...}, ...]`.
  case pairs([JSONValue])
  /// Tasks in a list or by their ids, possibly beside other things.
  case collection([Part])

  /// A value inside another, and the step that leads to it.
  struct Part {
    enum Step {
      case key(String)
      case index(Int)

      func path(after path: String) -> String {
        switch self {
        case .key(let key): path.isEmpty ? key : "\(path).\(key)"
        case .index(let index): "\(path)[\(index)]"
        }
      }

      /// Returns the name of a task there that has no id of its own.
      func name(in whole: String) -> String {
        switch self {
        case .key(let key): key
        case .index(let index): "\(whole)_\(index + 1)"
        }
      }
    }

    let step: Step
    let value: JSONValue
  }

  /// Creates the form of a value, or `nil` if it holds no task.
  init?(_ value: JSONValue) { self.init(value, depth: 0) }

  private init?(_ value: JSONValue, depth: Int) {
    func holdsTasks(_ value: JSONValue) -> Bool { depth < 3 && TaskForm(value, depth: depth + 1) != nil }
    if let members = value.members {
      let sets = ["train", "test"].compactMap { value[$0] }
      // {"train": {id: task}, "test": {id: task}} is a collection of two parts.
      if !sets.isEmpty, !sets.allSatisfy({ $0.members != nil }) {
        self = .task
      } else {
        let parts = members.map { Part(step: .key($0.key), value: $0.value) }
        guard parts.contains(where: { holdsTasks($0.value) }) else { return nil }
        self = .collection(parts)
      }
    } else if let items = value.items, !items.isEmpty {
      if items.allSatisfy({ $0["input"] != nil }) {
        self = .pairs(items)
      } else {
        guard items.contains(where: holdsTasks) else { return nil }
        self = .collection(items.enumerated().map { Part(step: .index($0.offset), value: $0.element) })
      }
    } else {
      return nil
    }
  }
}
