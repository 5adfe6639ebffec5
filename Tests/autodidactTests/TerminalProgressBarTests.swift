import Foundation
import Reports
import Testing

@testable import autodidact

@Suite struct TerminalProgressBarTests {
  private let recorder = Recorder()
  private let clock = Clock()

  private func bar(total: Int, from start: Int = 0, isTerminal: Bool, width: Int = 80) -> ProgressBar {
    ProgressBar(
      "train", total: total, from: start, console: recorder.console(isTerminal: isTerminal, width: width),
      now: { [clock] in clock.now })
  }

  @Test func aFileGetsALineEveryTenthOfTheWork() {
    var bar = bar(total: 1000, isTerminal: false)
    for step in 1...1000 {
      clock.advance(0.02)
      bar.update(step, "loss 0.5")
    }
    bar.finish()
    #expect(recorder.lines.count == 11)
    #expect(recorder.lines[0].hasPrefix("train 50/1000 5 % · 50.0/s · ETA 19 s · loss 0.5"))
    #expect(recorder.lines.last?.contains("train 1000/1000 100 % · 50.0/s · took 20 s") == true)
    #expect(!recorder.text.contains("\u{1B}") && !recorder.text.contains("\r"))
  }

  @Test func slowWorkGetsALineEveryTenSeconds() {
    var bar = bar(total: 100_000, isTerminal: false)
    for step in 1...100 {
      clock.advance(1)
      bar.update(step)
    }
    #expect(recorder.lines.count == 10)
    #expect(recorder.lines[0].contains("train 1/100000 0 % · 1.0/s · ETA 27:46:39"))
  }

  @Test func fastWorkDoesNotFlood() {
    var bar = bar(total: 50, isTerminal: false)
    for step in 1...50 {
      clock.advance(0.001)
      bar.update(step)
    }
    bar.finish("done")
    #expect(recorder.lines.count == 1 && recorder.lines[0].hasSuffix("· done"))
  }

  @Test func aTerminalGetsOneLineThatFits() {
    for width in [20, 40, 80, 200] {
      var bar = bar(total: 100, isTerminal: true, width: width)
      for step in 1...100 {
        clock.advance(0.3)
        bar.update(step, "loss 0.123 accuracy 0.456")
      }
      bar.finish()
    }
    let widths = recorder.text.split(separator: "\n").map { block in
      block.components(separatedBy: "\r\u{1B}[2K").map(displayWidth).max() ?? 0
    }
    #expect(widths.count == 4)
    #expect(zip(widths, [20, 40, 80, 200]).allSatisfy { $0 < $1 })
  }

  @Test func aResumedRunCountsItsOwnSteps() {
    var bar = bar(total: 1000, from: 500, isTerminal: false)
    clock.advance(10)
    bar.update(600)
    #expect(recorder.text == "train 600/1000 60 % · 10.0/s · ETA 40 s\n")
  }

  @Test func theBarFillsInEighths() {
    #expect(ProgressBar.bar(0, width: 2) == "▕  ▏")
    #expect(ProgressBar.bar(0.25, width: 2) == "▕▌ ▏")
    #expect(ProgressBar.bar(1, width: 2) == "▕██▏")
  }

  @Test func durationsReadWell() {
    #expect([0.25, 12, 187, 7387, .infinity, -1].map(duration) == ["0.2 s", "12 s", "3:07", "2:03:07", "?", "?"])
  }
}
