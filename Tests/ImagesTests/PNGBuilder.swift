import Randomness

/// Writes greyscale images with any filters, also wrong ones.
struct PNGBuilder {
  var width: Int
  var height: Int
  var depth: Int
  /// `[height, width]`, each below 2^depth.
  var samples: [Int]
  /// One filter a row.
  var filters: [UInt8]
  var colour: UInt8 = 0
  var interlace: UInt8 = 0
  var extra: [(kind: String, body: [UInt8])] = []

  init(width: Int, height: Int, depth: Int, samples: [Int], filters: [UInt8]? = nil) {
    self.width = width
    self.height = height
    self.depth = depth
    self.samples = samples
    self.filters = filters ?? Array(repeating: 0, count: height)
  }

  /// An image of random samples and filters.
  static func random(width: Int, height: Int, depth: Int, using generator: inout Generator) -> PNGBuilder {
    PNGBuilder(
      width: width, height: height, depth: depth,
      samples: (0..<width * height).map { _ in generator.integer(in: 0..<1 << depth) },
      filters: (0..<height).map { _ in UInt8(generator.integer(in: 0..<5)) })
  }

  var header: [UInt8] { big32(width) + big32(height) + [UInt8(depth), colour, 0, 0, interlace] }
  var bytes: [UInt8] { file(header: header, data: [Self.zlib(rows)]) }

  /// A file of these chunks, each with its right CRC.
  func file(header: [UInt8], data: [[UInt8]]) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
    for (kind, body) in extra { file += chunk(kind, body) }
    for part in data { file += chunk("IDAT", part) }
    return file + chunk("IEND", [])
  }

  func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + body
    return big32(body.count) + checked + big32(Int(Self.checksum(checked)))
  }

  /// The filtered rows.
  var rows: [UInt8] {
    let packed = (0..<height).map { row in pack(samples[row * width..<(row + 1) * width]) }
    let step = max(1, depth / 8)
    return packed.indices.flatMap { row -> [UInt8] in
      let line = packed[row], above = row > 0 ? packed[row - 1] : line.map { _ in 0 }
      return [filters[row]]
        + line.indices.map { place in
          let left = place >= step ? Int(line[place - step]) : 0, up = Int(above[place])
          let corner = place >= step ? Int(above[place - step]) : 0
          let nearest = [left, up, corner].min { abs(left + up - corner - $0) < abs(left + up - corner - $1) } ?? 0
          let predicted = [0, left, up, (left + up) / 2, nearest][min(4, Int(filters[row]))]
          return line[place] &- UInt8(predicted)
        }
    }
  }

  /// RFC 1950 data whose blocks are stored.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    let (low, high) = bytes.reduce((1, 0)) { (($0.0 + Int($1)) % 65_521, ($0.1 + ($0.0 + Int($1))) % 65_521) }
    let size = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)]
    return [0x78, 1, 1] + size + size.map { ~$0 } + bytes + [high >> 8, high, low >> 8, low].map { UInt8($0 & 255) }
  }

  /// The CRC-32 of a chunk.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  private func pack(_ row: ArraySlice<Int>) -> [UInt8] {
    if depth == 16 { return row.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
    let bits = row.flatMap { sample in (0..<depth).reversed().map { sample >> $0 & 1 } }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? UInt8(bits[start + $1]) : 0) }
    }
  }

  private func big32(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
}
