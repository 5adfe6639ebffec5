internal import CTorch
internal import Foundation

extension Tensor {
  /// Returns the elements as bytes, row-major, little endian.
  func bytes() -> Data {
    var data = Data(count: count * dtype.size)
    guard !data.isEmpty else { return data }
    data.withUnsafeMutableBytes { checked("bytes", ct_to_bytes(raw, $0.baseAddress!, $0.count)) }
    return data
  }
}
