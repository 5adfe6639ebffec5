import Foundation
import Randomness
import Scaling
import Testing

@Suite struct TableFuzzTests {
  static let seeds = [
    "N,D,loss\n10,200,3.5\n20,400,3.25\n", "\u{FEFF}a;\"b\"\"c\";d\r\n1;2;\"x\r\ny\"\r\n\r\n3;4;NA\r\n",
    ",N,1-N\n0,1.4B,2\n1,125m,nan\n", "1\t2\t3\n4\t5\t6", "\"a\",\"a\",\"\"\n1,2,3,\n",
  ]
  static let pieces: [[UInt8]] = [
    Array("\"".utf8), Array("\"\"".utf8), Array(",".utf8), Array(";".utf8), Array("\t".utf8), Array("\n".utf8),
    Array("\r".utf8), Array(" ".utf8), Array("1e999".utf8), Array("-".utf8), Array("NaN".utf8), [0], [0xFF], [0xC3],
    Array("é".utf8), [0xEF, 0xBB, 0xBF],
  ]

  @Test func mutatedFilesAreReadOrRefused() {
    var generator = Generator(seed: 5)
    var read = 0
    for _ in 0..<5000 {
      var bytes = Array(Self.seeds[generator.integer(in: 0..<Self.seeds.count)].utf8)
      for _ in 0..<generator.integer(in: 1..<6) { mutate(&bytes, &generator) }
      do throws(TableError) {
        let table = try DataTable(csv: Data(bytes), named: "x.csv")
        read += 1
        for name in table.names + ["1", "1-`2`", "N*D/loss"] {
          _ = try? table.text(name)
          _ = try? table.column(name, missing: generator.bernoulli(0.5) ? .skip : .refuse)
        }
      } catch {
        #expect(error.file == "x.csv" && !error.problem.isEmpty && !error.remedy.isEmpty)
        if let line = error.line { #expect((1...bytes.count + 1).contains(line)) }
      }
    }
    // Both ways are exercised.
    #expect((500...4500).contains(read))
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout Generator) {
    let place = generator.integer(in: 0..<bytes.count + 1)
    switch generator.integer(in: 0..<4) {
    case 0: bytes.insert(contentsOf: Self.pieces[generator.integer(in: 0..<Self.pieces.count)], at: place)
    case 1: if place < bytes.count { bytes[place] = UInt8(generator.integer(in: 0..<256)) }
    case 2: if place < bytes.count { bytes.remove(at: place) }
    default:
      let end = generator.integer(in: place..<bytes.count + 1)
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    }
  }
}
