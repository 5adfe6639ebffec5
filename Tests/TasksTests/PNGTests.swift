import Randomness
import Testing

@testable import Tasks

@Suite struct PNGTests {
  private static func builder() -> PNGBuilder {
    var generator = Generator(seed: 60)
    return .random(width: 5, height: 4, depth: 8, using: &generator)
  }

  private func problem(_ bytes: [UInt8]) -> String {
    do {
      _ = try PNG.decode(bytes)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [1, 2, 4, 8, 16], [0, 1, 2, 3, 4, 5]) func everyDepthAndFilterComesBack(
    _ depth: Int, _ filter: UInt8
  ) throws {
    var generator = Generator(seed: 61)
    for (width, height) in [(1, 1), (7, 5), (8, 3), (13, 9)] {
      var builder = PNGBuilder.random(width: width, height: height, depth: depth, using: &generator)
      // The last argument means a mixture.
      if filter < 5 { builder.filters = Array(repeating: filter, count: height) }
      let image = try PNG.decode(builder.bytes)
      #expect(image.width == width && image.height == height)
      let scale = Float((1 << depth) - 1)
      #expect(zip(image.values, builder.samples).allSatisfy { abs($0 * scale - Float($1)) < 0.01 })
      #expect(image.values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func paethTakesTheNearestAndAtATieTheFirst() {
    #expect(PNG.paeth(10, 20, 10) == 20)
    #expect(PNG.paeth(20, 10, 10) == 20)
    #expect(PNG.paeth(10, 20, 15) == 15)
    #expect(PNG.paeth(4, 4, 4) == 4)
    // 3 and 5 are both 1 from 3 + 5 − 4 = 4, and 4 is the corner itself.
    #expect(PNG.paeth(3, 5, 4) == 4)
    // 0 + 2 − 1 = 1 is the corner; 6 + 2 − 3 = 5 is 1 from the left, 2 from the corner.
    #expect(PNG.paeth(6, 2, 3) == 6)
  }

  @Test func dataMayComeInManyChunksAndOthersAreSkipped() throws {
    var builder = Self.builder()
    builder.extra = [("tIME", [1, 2, 3, 4, 5, 6, 7]), ("tEXt", [])]
    let data = ZipBuilder.zlib(builder.rows)
    let parts = data.map { [$0] } + [[]]
    #expect(try PNG.decode(builder.file(header: builder.header, data: parts)) == PNG.decode(Self.builder().bytes))
  }

  @Test func whatIsNotSupportedSaysSo() {
    func change(_ change: (inout PNGBuilder) -> Void) -> String {
      var builder = Self.builder()
      change(&builder)
      return problem(builder.bytes)
    }
    #expect(change { _ in } == "none")
    for colour: UInt8 in [2, 3, 4, 6, 9] { #expect(change { $0.colour = colour }.contains("colour type \(colour)")) }
    #expect(change { $0.interlace = 1 }.contains("interlaced"))
    #expect(change { $0.filters[1] = 5 }.contains("row 2 has the unknown filter 5"))
    #expect(change { $0.extra = [("PLTE", [0, 0, 0])] }.contains("not supported"))
    let builder = Self.builder()
    var header = builder.header
    header[8] = 3
    #expect(problem(builder.file(header: header, data: [])).contains("3 bits"))
  }

  @Test func liesAreErrors() {
    let builder = Self.builder()
    let rows = builder.rows
    func file(_ rows: [UInt8]) -> String {
      problem(builder.file(header: builder.header, data: [ZipBuilder.zlib(rows)]))
    }
    #expect(file(rows) == "none")
    #expect(file(rows + [0]).contains("longer"))
    #expect(file(rows.dropLast()).contains("23 of 24 bytes"))
    let data = ZipBuilder.zlib(rows)
    #expect(problem(builder.file(header: builder.header, data: [data.dropLast()])).contains("end after"))
    #expect(problem(builder.file(header: builder.header, data: [data + [7]])).contains("1 bytes follow"))
    #expect(problem(builder.file(header: builder.header, data: [])).contains("end after 0 bytes"))
    #expect(problem(builder.file(header: [1, 2], data: [data])).contains("13"))
    #expect(problem(builder.bytes + [0]).contains("follow its end"))
    #expect(problem([1, 2, 3]).contains("no PNG"))
    var huge = builder
    huge.width = 1 << 20
    huge.height = 1 << 20
    #expect(problem(builder.file(header: huge.header, data: [data])).contains("pixels"))
    huge.width = 0
    #expect(problem(builder.file(header: huge.header, data: [data])).contains("pixels"))
  }

  @Test func everyFlippedBitAndTruncationIsAnError() {
    // Signature, lengths and kinds are checked, everything else has a CRC.
    let bytes = Self.builder().bytes
    for place in bytes.indices {
      #expect(problem(Array(bytes[..<place])) != "none")
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << bit
        #expect(problem(flipped) != "none", "byte \(place), bit \(bit)")
      }
    }
  }

  @Test func noMutationWithARightChecksumTrapsOrHangs() throws {
    var generator = Generator(seed: 62)
    var failures = 0
    for round in 0..<3_000 {
      let builder = PNGBuilder.random(
        width: generator.integer(in: 1..<9), height: generator.integer(in: 1..<9),
        depth: [1, 2, 4, 8, 16][round % 5], using: &generator)
      var header = builder.header, rows = builder.rows
      if generator.bernoulli(0.5) {
        header[generator.integer(in: 0..<header.count)] = UInt8(generator.integer(in: 0..<256))
      } else {
        rows[generator.integer(in: 0..<rows.count)] = UInt8(generator.integer(in: 0..<256))
      }
      var data = ZipBuilder.zlib(rows)
      if generator.bernoulli(0.5) {
        data[generator.integer(in: 0..<data.count)] = UInt8(generator.integer(in: 0..<256))
      }
      do {
        let image = try PNG.decode(builder.file(header: header, data: [data]))
        #expect(image.values.count == image.width * image.height)
      } catch {
        failures += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect((1_000..<2_900).contains(failures), "\(failures) of 3000 mutations did harm")
  }
}
