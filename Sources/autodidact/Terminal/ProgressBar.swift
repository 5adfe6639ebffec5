import Foundation
import Reports

/// A progress bar with the share, the speed and the remaining time of some work.
///
/// On a terminal one line is redrawn; anywhere else a plain line comes every ten seconds or tenth of the work.
struct ProgressBar {
  private let label: String
  private let total: Int
  private let first: Int
  private let console: Console
  private let now: @Sendable () -> Double
  private let begin: Double
  private var step: Int
  private var note = ""
  private var shown: (time: Double, step: Int)?

  /// Creates a progress bar.
  ///
  /// - Parameters:
  ///   - start: the step that a resumed run begins at; the rate only counts what comes after.
  ///   - now: a clock in seconds.
  init(
    _ label: String, total: Int, from start: Int = 0, console: Console = .errors,
    now: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
  ) {
    self.label = label
    self.total = max(1, total)
    self.console = console
    self.now = now
    first = start
    step = start
    begin = now()
  }

  /// Shows that `step` of the steps are done, with a note such as "loss 0.214".
  mutating func update(_ step: Int, _ note: String = "") {
    self.step = step
    self.note = note
    let time = now()
    guard isDue(at: time) else { return }
    show(at: time)
  }

  /// Writes a permanent line, above the bar.
  mutating func say(_ line: String) {
    console.write(console.isTerminal ? "\r\u{1B}[2K\(line)\n" : line + "\n")
    if console.isTerminal { show(at: now()) }
  }

  /// Shows the last state, regardless of the clock, and ends the line.
  mutating func finish(_ note: String? = nil) {
    if let note { self.note = note }
    if console.isTerminal || shown?.step != step { show(at: now()) }
    if console.isTerminal { console.write("\n") }
  }

  private func isDue(at time: Double) -> Bool {
    guard let shown else { return console.isTerminal || time - begin >= 1 }
    let wait = time - shown.time
    if console.isTerminal { return wait >= 0.1 }
    return wait >= 10 || (wait >= 1 && Double(step - shown.step) >= 0.1 * Double(total))
  }

  private mutating func show(at time: Double) {
    shown = (time, step)
    guard console.isTerminal else { return console.print(facts(at: time)) }
    let text = facts(at: time)
    // The last column stays free, or some terminals would wrap; the bar has two ends and a space.
    let room = console.width - 1 - displayWidth(text) - 3
    let bar = room >= 8 ? Self.bar(fraction, width: min(30, room)) + " " : ""
    console.write("\r\u{1B}[2K" + bar + String(text.prefix(max(8, console.width - 1))))
  }

  private var fraction: Double { min(1, max(0, Double(step) / Double(total))) }

  private func facts(at time: Double) -> String {
    let seconds = time - begin
    let rate = seconds > 0 ? Double(step - first) / seconds : 0
    var facts = ["\(label) \(step)/\(total) \(Int(100 * fraction)) %"]
    if rate > 0 {
      facts.append(rate >= 1 ? String(format: "%.1f/s", rate) : String(format: "%.1f s each", 1 / rate))
      let rest = Double(max(0, total - step)) / rate
      facts.append(step >= total ? "took \(duration(seconds))" : "ETA \(duration(rest))")
    }
    if !note.isEmpty { facts.append(printable(note)) }
    return facts.joined(separator: " · ")
  }

  /// Returns a bar in eighths of a character.
  static func bar(_ fraction: Double, width: Int) -> String {
    let eighths = Int((fraction * Double(width * 8)).rounded(.down))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let full = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    return "▕" + full + String(repeating: " ", count: max(0, width - full.count)) + "▏"
  }
}

/// Returns seconds as text: "0.4 s", "12 s", "3:07", "2:03:07".
func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
  if seconds < 10 { return String(format: "%.1f s", seconds) }
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  let (hours, minutes) = (whole / 3600, whole / 60 % 60)
  return hours > 0
    ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60) : String(format: "%d:%02d", minutes, whole % 60)
}
