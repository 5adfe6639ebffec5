/// The hunks of a unified diff as git writes it.
enum DiffParser {
  /// Returns the hunks of a diff, by file. What is binary, deleted, or renamed without a change has none.
  static func hunks(_ diff: some StringProtocol) -> [Commit.Hunk] {
    var hunks: [Commit.Hunk] = []
    var path: String?
    var hunk: (line: Int, before: [Substring], after: [Substring], changed: Int)?
    // What the header of the hunk says is still to come, so that a line of content that looks like a header is none.
    var (old, new) = (0, 0)
    func close() {
      guard let open = hunk, let path else { return }
      hunks.append(
        Commit.Hunk(
          path: path, line: open.line, before: open.before.joined(separator: "\n"),
          after: open.after.joined(separator: "\n"), changedLines: open.changed))
      hunk = nil
    }
    for line in diff.lines {
      if hunk != nil, old > 0 || new > 0 {
        let text = line.dropFirst()
        switch line.first {
        case "+":
          hunk?.after.append(text)
          hunk?.changed += 1
          new -= 1
        case "-":
          hunk?.before.append(text)
          hunk?.changed += 1
          old -= 1
        case " ", nil:
          hunk?.before.append(text)
          hunk?.after.append(text)
          (old, new) = (old - 1, new - 1)
        default: break
        }
        continue
      }
      if line.hasPrefix("diff --git") {
        close()
        path = nil
      } else if line.hasPrefix("+++ ") {
        path = line.hasPrefix("+++ b/") ? line.dropFirst(6).trimmingSuffix("\t") : nil
      } else if line.hasPrefix("@@ ") {
        close()
        let numbers = line.split(separator: " ").prefix(3).dropFirst().map { field in
          field.dropFirst().split(separator: ",").compactMap { Int($0) }
        }
        guard numbers.count == 2, let before = numbers.first, let after = numbers.last, let start = after.first else {
          continue
        }
        (old, new) = (before.count > 1 ? before[1] : 1, after.count > 1 ? after[1] : 1)
        hunk = (start, [], [], 0)
      }
    }
    close()
    return hunks
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
  }
}
