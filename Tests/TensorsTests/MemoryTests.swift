import Tensors
import Testing

/// Each in a process of its own, where no other test makes tensors.
@Suite(.enabled(if: Torch.isAvailable)) struct MemoryTests {
  @Test func aPeakIsWhatIsAliveAtOnce() async {
    await #expect(processExitsWith: .success) {
      let x = Tensor.ones([1000])
      let start = Memory.used().current
      let two = Memory.peakBytes { () -> Tensor in
        let double = x + x
        return double * double
      }
      #expect(two.bytes == 8000)
      #expect(Memory.used().current == start + 4000)
      #expect(two.result.sum().item == 4000)
      // A chain holds its last two links, however long it is.
      let chain = Memory.peakBytes { () -> Double in
        var y = x
        for _ in 0..<10 { y = y * x }
        return y.sum().item
      }
      #expect(chain.bytes == 8000)
      #expect(chain.result == 1000)
      // The same again is the same number.
      #expect(Memory.peakBytes { _ = (x + x) * x }.bytes == 8000)
    }
  }

  @Test func measurementsMayHoldEachOther() async {
    await #expect(processExitsWith: .success) {
      let x = Tensor.ones([1000], dtype: .float64)
      let outer = Memory.peakBytes { () -> Int in
        _ = (x + x) * (x + x)
        return Memory.peakBytes { _ = x + x }.bytes
      }
      #expect(outer.result == 8000)
      #expect(outer.bytes == 24_000)
      struct Failure: Error {}
      #expect(throws: Failure.self) { try Memory.peakBytes { throw Failure() } }
    }
  }

  /// What was there before the count began is freed without being counted, and a tape is.
  @Test func onlyWhatIsNewCounts() async {
    await #expect(processExitsWith: .success) {
      var old: Tensor? = .ones([500])
      let x = Tensor.ones([1000])
      let before = Memory.used().current
      #expect(old?.sum().item == 500)
      old = nil
      #expect(Memory.used().current == before)
      let plain = Memory.peakBytes { withoutGradient { _ = x.exp().exp().exp() } }.bytes
      let taped = Memory.peakBytes { _ = x.leaf().exp().exp().exp() }.bytes
      #expect(plain == 8000)
      #expect(taped == 12_000)
    }
  }
}
