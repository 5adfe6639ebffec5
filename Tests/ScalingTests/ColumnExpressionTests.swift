import Testing

@testable import Scaling

@Suite struct ColumnExpressionTests {
  static let columns = ["a": 0, "b_1": 1, "c4-val": 2, "größe.x": 3]

  /// The value with a = 2, b_1 = 3, c4-val = 5, größe.x = 7.
  func value(_ text: String) throws(TableError) -> Double {
    try expression(text).value { [2, 3, 5, 7][$0] }
  }

  func expression(_ text: String) throws(TableError) -> ColumnExpression {
    var parser = ColumnExpressionParser(
      text,
      resolve: { (name) throws(TableError) in
        guard let place = Self.columns[name] else { throw TableError(file: "", problem: "no \(name)", remedy: "") }
        return place
      }, fail: { TableError(file: "", column: text, problem: $0, remedy: "") })
    return try parser.parse()
  }

  static let values: [(String, Double)] = [
    ("a", 2), ("1-a", -1), ("1 - a", -1), ("a-b_1-1", -2), ("a/b_1/2", 1.0 / 3), ("1+a*b_1", 7), ("(1+a)*b_1", 9),
    ("-a*b_1", -6), ("--a", 2), ("a*-1", -2), ("-(a-b_1)", 1), ("`c4-val`*2", 10), ("größe.x/1e2", 0.07),
    ("1.5e-1*a", 0.3), ("2e+1+a", 22), ("6*a*b_1", 36), (".5*a", 1), ("a/1B", 2e-9), ("((((a))))", 2),
    ("a^b_1", 8), ("a**b_1", 8), ("-a^2", -4), ("2^3^a", 512), ("a^-1*b_1", 1.5), ("2*a ** 2", 8), ("log2(a)^2", 1),
    ("log10(1e3*a/2)", 3), ("ln(exp(a))", 2), ("log(exp(a)) + sqrt(4)", 4), ("abs(a-b_1)", 1), ("exp (0)*a", 2),
  ]

  @Test(arguments: values)
  func itComputes(_ text: String, _ expected: Double) throws {
    #expect(abs(try value(text) - expected) < 1e-15)
  }

  @Test(arguments: [
    ("1-", "it ends where a column or a number should be"), ("", "it ends where a column or a number should be"),
    ("(a", "a \"(\" is not closed"), ("`a", "a \"`\" is not closed"),
    ("a b_1", "\"b\" at character 3 where an operator should be"),
    ("a)", "\")\" at character 2 where an operator should be"), ("6a", "\"6a\" is no number"),
    ("1e+", "\"1e+\" is no number"),
    ("a+*a", "\"*\" at character 3 where a column should be"), ("1-c4", "no c4"),
    ("a^", "it ends where a column or a number should be"), ("log(a", "a \"(\" is not closed"), ("log", "no log"),
    ("cosh(a)", "no cosh"),
    ("1e999*a", "\"1e999\" is no number"), ("1-``", "no "),
  ])
  func aFaultSaysWhere(_ text: String, _ problem: String) {
    #expect(#expect(throws: TableError.self) { try expression(text) }?.problem == problem)
  }

  @Test func itKnowsItsColumns() throws {
    #expect(try expression("1-a*(größe.x+a)").columns == [0, 3])
    #expect(try expression("2*3").columns == [])
  }

  @Test func nestingHasALimit() {
    for text in [String(repeating: "(", count: 1_000_000), String(repeating: "-", count: 100_000) + "a"] {
      #expect(throws: TableError.self) { try expression(text) }
    }
    #expect(throws: TableError.self) { try expression(String(repeating: "(", count: 256)) }
  }

  @Test func aTableRefusesAnExpressionWithoutColumns() throws {
    let table = try DataTable(csv: "a\n1", named: "x.csv")
    let error = #expect(throws: TableError.self) { try table.column("2*3") }
    #expect(error?.column == "2*3" && error?.problem == "it names no column")
    #expect(error?.remedy.contains("the columns are \"a\"") == true)
  }
}
