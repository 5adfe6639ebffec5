extension RepositoryIndex {
  /// The largest number of files that may define a name for a use of it to point at them: more say nothing.
  static let mostDefiningFiles = 4

  /// For each file, the files whose names it uses, each name weighing 1 over the number of files that define it. A name
  /// that the file itself defines points nowhere, nor does one of fewer than three letters.
  static func needs(
    _ definitions: [Definition], _ byName: [String: [Int]], _ words: [String: [String: Int]]
  ) -> [String: [String: Double]] {
    var definers: [String: Set<String>] = [:]
    for (name, indices) in byName where name.utf8.count > 2 {
      let files = Set(indices.map { definitions[$0].file })
      if files.count <= mostDefiningFiles { definers[name] = files }
    }
    return words.mapValues { _ in [:] }.merging(
      words.map { file, counts in
        var weights: [String: Double] = [:]
        // In the order of the names, so that sums are the same in every process.
        for name in counts.keys.sorted() {
          guard let files = definers[name], !files.contains(file) else { continue }
          for definer in files { weights[definer, default: 0] += 1 / Double(files.count) }
        }
        return (file, weights)
      }, uniquingKeysWith: { $1 })
  }

  /// Returns the files whose names a file uses, the most used first.
  public func dependencies(of path: String) -> [String] {
    (needs[path] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// The paths of all files, each after those whose names it uses. Files that need each other stand together by path; so
  /// do files between which nothing decides.
  ///
  /// - Source: Tarjan 1972, "Depth-First Search and Linear Graph Algorithms", Section 4, whose components come out in this
  ///   order.
  public var dependencyOrder: [String] { components.flatMap { $0 } }

  /// The groups of files that need each other, each after those it needs.
  public var components: [[String]] {
    var search = ComponentSearch(needs: needs.mapValues { $0.keys.sorted() })
    for file in repository.files { search.visit(file.path) }
    return search.components
  }
}

/// Tarjan's search with a stack of its own, because a chain of files may be long.
private struct ComponentSearch {
  let needs: [String: [String]]
  var components: [[String]] = []
  private var number: [String: Int] = [:]
  private var low: [String: Int] = [:]
  private var stack: [String] = []
  private var isOnStack: Set<String> = []

  init(needs: [String: [String]]) { self.needs = needs }

  private mutating func enter(_ file: String) {
    (number[file], low[file]) = (number.count, number.count)
    stack.append(file)
    isOnStack.insert(file)
  }

  mutating func visit(_ root: String) {
    guard number[root] == nil else { return }
    enter(root)
    var path: [(file: String, next: Int)] = [(root, 0)]
    while let (file, next) = path.last {
      let targets = needs[file] ?? []
      if next < targets.count {
        path[path.count - 1].next += 1
        let target = targets[next]
        if number[target] == nil {
          enter(target)
          path.append((target, 0))
        } else if isOnStack.contains(target) {
          low[file] = min(low[file] ?? 0, number[target] ?? 0)
        }
        continue
      }
      path.removeLast()
      if let parent = path.last?.file { low[parent] = min(low[parent] ?? 0, low[file] ?? 0) }
      guard low[file] == number[file] else { continue }
      var component: [String] = []
      while let last = stack.popLast() {
        isOnStack.remove(last)
        component.append(last)
        if last == file { break }
      }
      components.append(component.sorted())
    }
  }
}
