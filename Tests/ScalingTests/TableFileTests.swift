import Foundation
import Scaling
import Testing

@Suite struct TableFileTests {
  @Test func aFileThatCannotBeReadSaysWhy() throws {
    func problem(_ url: URL) -> String? {
      #expect(throws: TableError.self) { try DataTable(contentsOf: url) }?.problem
    }
    #expect(problem(URL(filePath: "/no/such.csv")) == "it does not exist")
    #expect(problem(FileManager.default.temporaryDirectory) == "it is a directory")
    #expect(problem(URL(filePath: "/dev/null")) == "it is no regular file")
    #expect(problem(try #require(URL(string: "https://example.org/x.csv"))) == "it is not on disk")
  }

  @Test func bytesThatAreNotUTF8NameTheirLine() {
    let latin = Data("a,b\n1,2\n3,".utf8) + [0xE9, 0x0A]
    let error = #expect(throws: TableError.self) { try DataTable(csv: latin, named: "x.csv") }
    #expect(error?.line == 3 && error?.remedy == "save the file as UTF-8")
    let wide = Data([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00])
    #expect(#expect(throws: TableError.self) { try DataTable(csv: wide, named: "x.csv") }?.line == 1)
  }
}
