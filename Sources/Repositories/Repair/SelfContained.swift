/// Functions that need nothing but their arguments, and so can be run alone on arguments of anybody's making.
enum SelfContained {
  /// The built-in functions that neither read nor write anything outside.
  private static let builtins: Set<String> = [
    "abs", "all", "any", "bin", "bool", "bytes", "chr", "dict", "divmod", "enumerate", "filter", "float", "frozenset",
    "hex",
    "int", "isinstance", "len", "list", "map", "max", "min", "oct", "ord", "pow", "range", "repr", "reversed", "round",
    "set",
    "slice", "sorted", "str", "sum", "tuple", "zip", "ValueError", "TypeError", "KeyError", "IndexError",
    "ZeroDivisionError",
    "OverflowError", "StopIteration", "Exception", "ArithmeticError", "LookupError", "NotImplementedError",
  ]

  /// The methods of text, numbers, and containers.
  private static let methods: Set<String> = [
    "add", "append", "capitalize", "casefold", "center", "clear", "copy", "count", "difference", "discard", "encode",
    "decode",
    "endswith", "expandtabs", "extend", "find", "get", "index", "insert", "intersection", "isalnum", "isalpha",
    "isascii",
    "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "issubset",
    "issuperset", "isupper", "items", "join", "keys", "ljust", "lower", "lstrip", "partition", "pop", "popitem",
    "remove",
    "removeprefix", "removesuffix", "replace", "reverse", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip",
    "setdefault", "sort", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "union",
    "update",
    "upper", "values", "zfill", "bit_length", "conjugate", "is_integer",
  ]

  private static let refused: Set<String> = [
    "import", "global", "nonlocal", "yield", "await", "with", "async", "class", "del",
  ]

  /// Whether a top-level function's text names nothing but its arguments, what it sets itself, built-in functions without
  /// side effects, and methods of built-in types; and takes neither `*` nor `**`.
  static func isFunction(_ text: String) -> Bool {
    let tree = PythonTree(text)
    guard let function = tree.statements.first, tree.isFunction(0), function.tokens[0] == "def" else { return false }
    let header = function.tokens
    let isVariadic = header.indices.contains {
      ["*", "**", "/"].contains(header[$0]) && ["(", ","].contains(header[max(0, $0 - 1)])
    }
    // A default or annotation that names something outside is read when the function is defined.
    guard !isVariadic, !header.contains("->"), !tree.parameters(0).isEmpty else { return false }
    var known = builtins.union(tree.parameters(0)).union([tree.name(0)])
    for statement in tree.statements.dropFirst() { known.formUnion(bound(statement.tokens)) }
    for statement in tree.statements {
      let tokens = statement.tokens
      guard !tokens.contains(where: refused.contains) else { return false }
      for (index, token) in tokens.enumerated() where PythonTokens.isName(token) {
        let isAttribute = index > 0 && tokens[index - 1] == "."
        // The name of a keyword's value is the callee's.
        let isKeyword =
          index > 0 && index + 1 < tokens.count && tokens[index + 1] == "=" && ["(", ","].contains(tokens[index - 1])
        guard isKeyword || (isAttribute ? methods : known).contains(token) else { return false }
      }
      // A formatted string holds code that is not looked at.
      guard
        !tokens.contains(where: { PythonTokens.isString($0) && $0.prefix { $0.isLetter }.lowercased().contains("f") })
      else {
        return false
      }
    }
    return tree.statements.contains { $0.first == "return" && $0.tokens.count > 1 }
  }

  /// The names that a statement sets: before `=`, between `for` and `in`, after `as`, and of a lambda or inner function.
  private static func bound(_ tokens: [String]) -> Set<String> {
    var names: Set<String> = []
    var depth = 0
    for (index, token) in tokens.enumerated() {
      if ["(", "[", "{"].contains(token) { depth += 1 }
      if [")", "]", "}"].contains(token) { depth -= 1 }
      let isAssignment =
        token == "=" || (token.count > 1 && token.hasSuffix("=") && !["==", "!=", "<=", ">="].contains(token))
      if isAssignment, depth == 0 || token == ":=" {
        for name in token == ":=" ? tokens[max(0, index - 1)..<index] : tokens[..<index] where PythonTokens.isName(name)
        {
          // `a[i] = …` and `a.b = …` set no name, but `i` and `a` must be known already anyway.
          if tokens.firstIndex(of: "[").map({ $0 > index }) ?? true { names.insert(name) }
        }
      }
      if token == "for", let end = tokens[index...].firstIndex(of: "in") {
        names.formUnion(tokens[index..<end].filter(PythonTokens.isName))
      }
      if token == "as", index + 1 < tokens.count { names.insert(tokens[index + 1]) }
      if token == "lambda", let end = tokens[index...].firstIndex(of: ":") {
        names.formUnion(tokens[index..<end].filter(PythonTokens.isName))
      }
    }
    return names
  }
}
