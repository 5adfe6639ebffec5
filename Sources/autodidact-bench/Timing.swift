import Foundation

/// Times `work` and prints {"name", "ms", "cpu_ms"}: medians for one of the `iterations` of a call, after one call to
/// warm up. `more` is printed as it is: the result of the work.
func report(
  _ name: String, iterations: Int = 1, seconds: Double = 3, fewest: Int = 3, more: [(String, Double)] = [],
  _ work: () -> Void
) {
  work()
  var (wall, processor): ([Double], [Double]) = ([], [])
  let start = now(CLOCK_MONOTONIC)
  while now(CLOCK_MONOTONIC) - start < seconds || wall.count < fewest {
    let before = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
    work()
    wall.append(now(CLOCK_MONOTONIC) - before.0)
    processor.append(now(CLOCK_PROCESS_CPUTIME_ID) - before.1)
  }
  let (ms, cpu) = (median(wall) / Double(iterations) * 1e3, median(processor) / Double(iterations) * 1e3)
  let fields = ([("ms", ms), ("cpu_ms", cpu)] + more).map { "\"\($0)\": \($1)" }
  let line = "{\"name\": \"\(name)\", \(fields.joined(separator: ", "))}\n"
  FileHandle.standardOutput.write(Data(line.utf8))  // at once, also into a pipe
}

/// Ends the program with a message.
func stop(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("autodidact-bench: \(reason)\n".utf8))
  exit(2)
}

/// Returns the seconds that a clock shows.
private func now(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Returns the median; NaN of no numbers.
func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return .nan }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
