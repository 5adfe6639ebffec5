internal import Requirements
internal import Tensors

/// Which places of the rows hold tokens and which positions these have, those in a cache included.
struct DecoderPlaces {
  /// [rows, past + length]: true at tokens; `nil` without padding.
  let tokens: Tensor?
  /// [rows, past + length]; `nil` where they are 0, 1, ….
  let positions: Tensor?
  /// The positions of the tokens that are read: [length], or [rows, length].
  let current: Tensor

  /// The places of `length` tokens a row after those of a cache. Without positions of its own a row counts its tokens, and
  /// padding does not count.
  init(
    rows: Int, length: Int, mask: Tensor?, positions given: Tensor?, cache: KeyValueCache?, device: Device
  ) {
    let past = cache?.count ?? 0
    let own = mask.map { $0.converted(to: .int64).reshaped(rows, length) .!= 0 }
    let before = cache?.tokens
    if own == nil && before == nil {
      tokens = nil
    } else {
      func all(_ count: Int) -> Tensor { Tensor.ones([rows, count], device: device) .!= 0 }
      let now = own ?? all(length)
      tokens = past == 0 ? now : .concatenate([before ?? all(past), now], 1)
    }
    guard given != nil || tokens != nil || cache?.positions != nil else {
      positions = nil
      current = .range(Double(past), Double(past + length), dtype: .int64, device: device)
      return
    }
    let earlier: Tensor? =
      past == 0
      ? nil
      : cache?.positions
        ?? Tensor.range(0, Double(past), dtype: .int64, device: device).unsqueezed(0).expanded([rows, past])
    if let given {
      current = given.converted(to: .int64).reshaped(rows, length)
    } else {
      // After the last token of each row, whatever padding stands behind it; padding before the first has position 0.
      let marks = (own ?? (Tensor.ones([rows, length], device: device) .!= 0)).converted(to: .int64)
      var counted = marks.cumulativeSum(1)
      if let earlier {
        let seen = before.map { $0.select(earlier, else: Tensor(-1, dtype: .int64, device: device)) } ?? earlier
        counted = counted + (seen.max(1, keeping: true) + 1)
      }
      let previous = counted - 1
      current = previous.maximum(Tensor.zeros(like: previous))
    }
    let read = current
    positions = earlier.map { .concatenate([$0, read], 1) } ?? read
  }
}
