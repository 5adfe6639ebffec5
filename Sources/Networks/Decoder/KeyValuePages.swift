internal import Tensors

/// The keys and values of one layer, in pages: what is appended copies the last page at most, and a page of a prefix that many
/// rows share is there once.
struct KeyValuePages: Sendable {
  /// Pages of [rows, heads, places, width], or [1, heads, places, width] where all rows share one.
  private(set) var keys: [Tensor] = []
  private(set) var values: [Tensor] = []

  /// A page that holds as many places takes no more, nor one that holds as many numbers.
  static let places = 256
  /// What is appended copies its page: of many rows, pages are shorter.
  static let numbers = 1 << 18
  /// Of as many queries a row, the pages are attended to one by one; of more, as one.
  static let mostQueries = 16

  /// Appends places of all rows.
  mutating func append(_ newKeys: Tensor, _ newValues: Tensor) {
    guard let last = keys.last, let values = values.last, last.size(2) + newKeys.size(2) <= Self.places,
      last.size(0) == newKeys.size(0), last.count < Self.numbers
    else {
      keys.append(newKeys)
      self.values.append(newValues)
      return
    }
    keys[keys.count - 1] = .concatenate([last, newKeys], 2)
    self.values[keys.count - 1] = .concatenate([values, newValues], 2)
  }

  /// The first places.
  func prefix(_ count: Int) -> KeyValuePages {
    var (cut, left) = (KeyValuePages(), count)
    for (key, value) in zip(keys, values) where left > 0 {
      let length = min(left, key.size(2))
      cut.keys.append(key.narrowed(2, from: 0, length: length))
      cut.values.append(value.narrowed(2, from: 0, length: length))
      left -= length
    }
    return cut
  }

  /// The rows of a list; pages that all rows share stay as they are.
  func rows(at index: Tensor) -> KeyValuePages {
    func picked(_ page: Tensor) -> Tensor { page.size(0) == 1 ? page : page.gathered(0, at: index) }
    var pages = self
    (pages.keys, pages.values) = (keys.map(picked), values.map(picked))
    return pages
  }

  /// All of it as one page, of this many rows.
  func joined(rows: Int) -> (keys: Tensor, values: Tensor) {
    func joined(_ pages: [Tensor]) -> Tensor {
      let whole = pages.map { $0.size(0) == rows ? $0 : $0.expanded([rows] + $0.shape.dropFirst()) }
      return whole.count == 1 ? whole[0] : .concatenate(whole, 2)
    }
    return (joined(keys), joined(values))
  }

  /// softmax(scale · Q·Kᵀ + bias)·V for queries [rows, heads, count, width], page by page: no page is copied, and one that is
  /// shared meets the queries of all rows in one product.
  func attention(_ queries: Tensor, scale: Double, bias: Tensor?) -> Tensor {
    let shape = queries.shape
    let scaled = queries * scale
    /// [rows, heads, count, n] as [1, heads, rows · count, n], and back.
    func folded(_ x: Tensor) -> Tensor { x.transposed(0, 1).reshaped(1, shape[1], shape[0] * shape[2], -1) }
    func unfolded(_ x: Tensor) -> Tensor { x.reshaped(shape[1], shape[0], shape[2], -1).transposed(0, 1) }
    func isShared(_ page: Tensor) -> Bool { page.size(0) == 1 && shape[0] > 1 }
    let parts = keys.map { page in
      isShared(page) ? unfolded(folded(scaled).matmul(page.transposed())) : scaled.matmul(page.transposed())
    }
    var scores = Tensor.concatenate(parts, -1)
    if let bias { scores = scores + bias }
    let weights = scores.softmax(-1)
    var (sum, start): (Tensor?, Int) = (nil, 0)
    for page in values {
      let part = weights.narrowed(-1, from: start, length: page.size(2))
      start += page.size(2)
      let mixed = isShared(page) ? unfolded(folded(part).matmul(page)) : part.matmul(page)
      sum = sum.map { $0 + mixed } ?? mixed
    }
    return sum ?? Tensor.zeros(like: queries)
  }
}
