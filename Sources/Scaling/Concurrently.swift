import Dispatch
import Synchronization

/// Returns the results of some pieces of work, done on all cores, in their order; `progress` is called after each.
func concurrently<Value: Sendable>(
  _ count: Int, _ progress: (@Sendable (_ done: Int, _ count: Int) -> Void)?, _ work: @Sendable (Int) -> Value
) -> [Value] {
  let results = Mutex([Value?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = work(index)
    results.withLock { results in
      results[index] = result
      progress?(results.count { $0 != nil }, count)
    }
  }
  return results.withLock { $0.compactMap(\.self) }
}
