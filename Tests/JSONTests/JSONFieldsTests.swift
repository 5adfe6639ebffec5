import Testing

@testable import JSON

@Suite struct JSONFieldsTests {
  private func fields(_ text: String) throws(JSONFault) -> JSONFields { try JSONFields(JSONValue(Array(text.utf8))) }

  private func fault(_ read: () throws -> Void) -> String? {
    #expect(throws: JSONFault.self) { try read() }.map { "\($0.path): \($0.problem) at \($0.place)" }
  }

  @Test func membersAreWhatTheyHaveToBe() throws {
    let f = try fields(#"{"s": "x", "b": true, "n": 1.5, "i": 1e3, "l": [1], "o": {"p": 2}, "of": [{"q": 3}, {}]}"#)
    #expect(try f.string("s") == "x" && f.boolean("b") == true && f.number("n") == 1.5 && f.integer("i") == 1000)
    #expect(try f.list("l")?.map(\.integer) == [1] && f.object("o")?.integer("p") == 2)
    let objects = try f.objects("of")
    #expect(objects.map(\.path) == ["of[0]", "of[1]"])
    #expect(try objects.map { try $0.integer("q") } == [3, nil])
    #expect(throws: Never.self) { try f.end() }
  }

  @Test func aMemberThatIsNullIsNotThere() throws {
    let f = try fields(#"{"a": null, "b": 2}"#)
    #expect(try f["a"] == nil && f.string("a") == nil && f.object("a") == nil && f.objects("a").isEmpty)
    #expect(try f.integer("a", "b") == 2 && f.integer("c", "d") == nil)
    #expect(fault { _ = try f.requiredString("a") } == "a: it is missing at line 1, column 7")
  }

  @Test func anotherKindOfValueIsAFaultOfItsPlaceAndWay() throws {
    let f = try fields("{\n\"a\": {\"b\": [3, \"x\", 1.5, 1e400, -1]}}")
    let a = try #require(try f.object("a"))
    #expect(fault { _ = try a.string("b") } == "a.b: a list instead of a string at line 2, column 12")
    #expect(fault { _ = try f.boolean("a") } == "a: an object instead of true or false at line 2, column 6")
    #expect(fault { _ = try a.objects("b") } == "a.b[0]: the number 3 instead of an object at line 2, column 13")
    #expect(try a.list("b")?.map(\.integer) == [3, nil, nil, nil, -1])
    #expect(try a.list("b")?.map(\.number) == [3, nil, 1.5, nil, -1])
    #expect(fault { _ = try fields("[1]") } == ": a list instead of an object at line 1, column 1")
  }

  @Test func limitsOfWholeNumbersAreKept() throws {
    let f = try fields(#"{"i": 5}"#)
    #expect(try f.integer("i", upTo: 5) == 5)
    #expect(fault { _ = try f.integer("i", upTo: 4) }?.hasPrefix("i: the number 5 instead of a whole number") == true)
  }

  @Test func whatNobodyReadIsLeftOver() throws {
    let f = try fields(#"{"a": 1, "b": null, "c": 3}"#)
    _ = try f.integer("a")
    #expect(fault { try f.end() }?.hasPrefix("b: the key is not known") == true)
    let g = try fields(#"{"a": 1, "c": 3}"#)
    _ = try g.integer("a")
    #expect(g.rest().map(\.key) == ["c"] && g.rest().isEmpty)
    #expect(throws: Never.self) { try g.end() }
  }
}
