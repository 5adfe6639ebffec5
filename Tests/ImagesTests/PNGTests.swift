import Randomness
import Tasks
import Testing

@testable import Images

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

  @Test(arguments: [1, 2, 4, 8], [0, 1, 2, 3, 4, 5]) func everyDepthAndFilterComesBack(
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

  @Test func dataMayComeInManyChunksAndOthersAreSkipped() throws {
    var builder = Self.builder()
    builder.extra = [("tIME", [1, 2, 3, 4, 5, 6, 7]), ("tEXt", [])]
    let data = PNGBuilder.zlib(builder.rows)
    let parts = data.map { [$0] } + [[]]
    #expect(try PNG.decode(builder.file(header: builder.header, data: parts)) == PNG.decode(Self.builder().bytes))
  }

  @Test func whatIsNotSupportedSaysSo() {
    var builder = Self.builder()
    #expect(problem(builder.bytes) == "none")
    builder.extra = [("PLTE", [0, 0, 0])]
    builder.colour = 3
    #expect(problem(builder.bytes).contains("not supported"))
    var deep = PNGBuilder(width: 1, height: 1, depth: 16, samples: [9])
    #expect(problem(deep.bytes).contains("not supported"))
    (deep.width, deep.height) = (1 << 13, 1 << 13)
    #expect(problem(deep.file(header: deep.header, data: [PNGBuilder.zlib([0])])).contains("pixels"))
    #expect(problem([1, 2, 3]).contains("no PNG"))
    #expect(problem([]).contains("no PNG"))
  }

  @Test func dataThatIsCutOffOrDamagedIsAnError() {
    let builder = Self.builder()
    let data = PNGBuilder.zlib(builder.rows)
    #expect(problem(builder.file(header: builder.header, data: [data])) == "none")
    #expect(problem(builder.file(header: builder.header, data: [])) != "none")
    #expect(problem(builder.file(header: builder.header, data: [PNGBuilder.zlib(builder.rows.dropLast(3))])) != "none")
    let bytes = builder.bytes
    // Up to the end of the picture's data; what comes after says only that this is the end.
    for count in 0..<bytes.count - 16 { #expect(problem(Array(bytes[..<count])) != "none", "\(count) bytes") }
    for position in 8..<bytes.count - 16 {
      var flipped = bytes
      flipped[position] ^= 4
      #expect(problem(flipped) != "none", "byte \(position)")
    }
  }

  @Test func noMutationWithARightChecksumTrapsOrHangs() throws {
    var generator = Generator(seed: 62)
    var failures = 0
    for round in 0..<3_000 {
      let builder = PNGBuilder.random(
        width: generator.integer(in: 1..<9), height: generator.integer(in: 1..<9),
        depth: [1, 2, 4, 8][round % 4], using: &generator)
      var header = builder.header, rows = builder.rows
      if generator.bernoulli(0.5) {
        header[generator.integer(in: 0..<header.count)] = UInt8(generator.integer(in: 0..<256))
      } else {
        rows[generator.integer(in: 0..<rows.count)] = UInt8(generator.integer(in: 0..<256))
      }
      var data = PNGBuilder.zlib(rows)
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
    #expect((500..<2_900).contains(failures), "\(failures) of 3000 mutations did harm")
  }
}
