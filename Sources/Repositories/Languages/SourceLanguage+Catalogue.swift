extension SourceLanguage {
  private static let cComments = [(open: "/*", close: "*/", nests: false)]
  private static let nestedComments = [(open: "/*", close: "*/", nests: true)]

  /// Python: <https://docs.python.org/3/reference/lexical_analysis.html>.
  public static let python: SourceLanguage = {
    var language = SourceLanguage("Python", endings: ["py", "pyi", "pyw"])
    language.interpreters = ["python"]
    language.lineComments = ["#"]
    // A backslash keeps a quote from closing a raw string too.
    language.strings = [
      StringSyntax("\"\"\"", spansLines: true), StringSyntax("'''", spansLines: true), StringSyntax("\""),
      StringSyntax("'"),
    ]
    (language.blocks, language.docstrings) = (.indentation, .body)
    return language
  }()

  /// Swift.
  public static let swift: SourceLanguage = {
    var language = SourceLanguage("Swift", endings: ["swift"])
    language.lineComments = ["//"]
    language.blockComments = nestedComments
    language.strings = [StringSyntax("\"\"\"", spansLines: true, code: "\\("), StringSyntax("\"", code: "\\(")]
    language.traits = [.hashStrings]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(.function, #"\bfunc\s+([\w`]+|[^\s\w(<]+)\s*[<(]"#),
      DefinitionPattern(.initializer, #"(?<![.\w])(init)[?!]?\s*[<(]"#),
      DefinitionPattern(.initializer, #"(?<![.\w])(deinit)\s*$"#),
      DefinitionPattern(.function, #"(?<![.\w])(subscript)\s*[<(]"#),
      DefinitionPattern(.type, #"\b(?:class|struct|enum|actor|protocol)\s+(?!func\b|var\b|let\b|subscript\b)(\w+)"#),
      DefinitionPattern(.type, #"\bextension\s+([\w.]+)"#),
      DefinitionPattern(.property, #"\bvar\s+(\w+)\s*:[^=]*$"#),
    ]
    return language
  }()

  /// C, C++, Objective-C, and CUDA, whose headers do not say which they are.
  public static let c: SourceLanguage = {
    var language = SourceLanguage(
      "C/C++", endings: ["c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "ipp", "m", "mm", "cu", "cuh"])
    language.lineComments = ["//"]
    language.blockComments = cComments
    language.strings = [StringSyntax("\"")]
    language.traits = [.characters, .rawCPlusPlus, .preprocessor, .semicolons]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(
        .type,
        #"^(?!.*\)\s*(?:const\s*)?$)(?s:.*)\b(?:class|struct|union|enum(?:\s+class)?)\s+(?:\w+\s+)*?(\w+)\s*(?:final\s*)?(?::[^:].*)?$"#
      ),
      DefinitionPattern(.type, #"\bnamespace\s+([\w:]+)\s*$"#),
      DefinitionPattern(
        .function,
        #"(?:^|[\s*&])((?:\w+::)*(?:~?\w+|operator\s*[^\s\w(]+|operator\s*\(\)))\s*\((?![^()]*\)\s*\()(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*(?:const|noexcept|override|final|mutable|volatile|&|\s)*(?:->\s*[\w:<>,*&\s]+)?(?::[^:](?s:.*))?$"#
      ),
    ]
    return language
  }()

  private static let script: SourceLanguage = {
    var language = SourceLanguage("", endings: [])
    language.lineComments = ["//"]
    language.blockComments = cComments
    language.strings = [StringSyntax("\""), StringSyntax("'"), StringSyntax("`", spansLines: true, code: "${")]
    language.traits = [.regexes]
    (language.blocks, language.docstrings) = (.braces, .before)
    let types = #"(?:\s*:\s*[^=;{}]+)?"#
    let arguments = #"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"#
    language.definitions = [
      DefinitionPattern(.function, #"\bfunction\b\s*\*?\s*([\w$]+)\s*[<(]"#),
      DefinitionPattern(
        .function,
        #"([\w$]+)\#(types)\s*[=:]\s*(?:async\s+)?(?:function\b\s*\*?\s*\(\#(arguments)\)|\(\#(arguments)\)\#(types)\s*=>|[\w$]+\s*=>)\#(types)\s*$"#
      ),
      DefinitionPattern(.type, #"\b(?:class|interface|enum|namespace)\s+([\w$]+)"#),
      DefinitionPattern(
        .function,
        #"(?:^|[\s*#])(?!(?:if|for|while|switch|catch|with|function|return|do|else|await)\b)([\w$]+)\s*(?:<[^<>()]*>)?\(\#(arguments)\)\#(types)\s*$"#
      ),
    ]
    return language
  }()

  /// JavaScript.
  public static let javaScript = script.named(
    "JavaScript", endings: ["js", "jsx", "mjs", "cjs"], interpreters: ["node"])
  /// TypeScript.
  public static let typeScript = script.named(
    "TypeScript", endings: ["ts", "tsx", "mts", "cts"], interpreters: ["deno"])

  private func named(_ name: String, endings: [String], interpreters: [String]) -> SourceLanguage {
    var copy = SourceLanguage(name, endings: endings)
    (copy.lineComments, copy.blockComments, copy.strings) = (lineComments, blockComments, strings)
    (copy.traits, copy.blocks, copy.docstrings, copy.definitions) = (traits, blocks, docstrings, definitions)
    copy.interpreters = interpreters
    return copy
  }

  /// Rust.
  public static let rust: SourceLanguage = {
    var language = SourceLanguage("Rust", endings: ["rs"])
    language.lineComments = ["//"]
    language.blockComments = nestedComments
    language.strings = [StringSyntax("\"", spansLines: true)]
    language.traits = [.characters, .rawRust, .semicolons]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(.function, #"\bfn\s+(\w+)\s*[<(]"#),
      DefinitionPattern(.type, #"\b(?:struct|enum|trait|union|mod)\s+(\w+)"#),
      DefinitionPattern(.type, #"\bimpl\b(?:\s*<[^{]*?>)?\s+(?:.*\bfor\s+)?([\w:]+)"#),
    ]
    return language
  }()

  /// Go.
  public static let go: SourceLanguage = {
    var language = SourceLanguage("Go", endings: ["go"])
    language.lineComments = ["//"]
    language.blockComments = cComments
    language.strings = [StringSyntax("\""), StringSyntax("`", escapes: false, spansLines: true)]
    language.traits = [.characters]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(.function, #"\bfunc\s+(?:\([^()]*\)\s*)?(\w+)\s*[\[(]"#),
      DefinitionPattern(.type, #"\btype\s+(\w+)(?:\[[^\]]*\])?\s+(?:struct|interface)\s*$"#),
    ]
    return language
  }()

  /// Java.
  public static let java: SourceLanguage = {
    var language = SourceLanguage("Java", endings: ["java"])
    language.lineComments = ["//"]
    language.blockComments = cComments
    language.strings = [StringSyntax("\"\"\"", spansLines: true), StringSyntax("\"")]
    language.traits = [.characters, .semicolons]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(.type, #"\b(?:class|interface|enum|record)\s+(\w+)"#),
      DefinitionPattern(
        .function,
        #"(?:^|[\s>\]])(?!(?:if|for|while|switch|catch|synchronized|try|new|return|else)\b)(\w+)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*(?:throws\s+[\w.,\s]+)?$"#
      ),
    ]
    return language
  }()

  /// Ruby, whose definitions end at an `end` of their own indentation.
  public static let ruby: SourceLanguage = {
    var language = SourceLanguage("Ruby", endings: ["rb", "rake", "gemspec"])
    language.fileNames = ["Gemfile", "Rakefile"]
    language.interpreters = ["ruby"]
    language.lineComments = ["#"]
    language.blockComments = [(open: "\n=begin", close: "\n=end", nests: false)]
    language.strings = [StringSyntax("\"", spansLines: true, code: "#{"), StringSyntax("'", spansLines: true)]
    language.traits = [.heredocs, .regexes]
    (language.blocks, language.docstrings) = (.end, .before)
    language.definitions = [
      DefinitionPattern(
        .function, #"^\s*(?:private\s+|protected\s+|public\s+)?def\s+((?:self\.)?(?:\w+[?!=]?|[^\s\w(]+))"#),
      DefinitionPattern(.type, #"^\s*(?:class|module)\s+(\w[\w:]*)"#),
    ]
    return language
  }()

  /// The shells of POSIX's family.
  public static let shell: SourceLanguage = {
    var language = SourceLanguage("Shell", endings: ["sh", "bash", "zsh", "ksh"])
    language.interpreters = ["sh", "bash", "zsh", "dash", "ksh"]
    language.lineComments = ["#"]
    language.strings = [
      StringSyntax("\"", spansLines: true, code: "$("), StringSyntax("'", escapes: false, spansLines: true),
    ]
    language.traits = [.heredocs, .wordComments]
    (language.blocks, language.docstrings) = (.braces, .before)
    language.definitions = [
      DefinitionPattern(.function, #"(?:^|\n)\s*(?:function\s+)?([\w.:-]+)\s*\(\s*\)\s*$"#),
      DefinitionPattern(.function, #"(?:^|\n)\s*function\s+([\w.:-]+)\s*$"#),
    ]
    return language
  }()

  /// Prose, and whatever has no entry of its own.
  public static let text = SourceLanguage("Text", endings: ["md", "markdown", "rst", "txt", "adoc", "tex", "org"])

  /// Settings and data that people write.
  public static let settings = SourceLanguage(
    "Settings",
    endings: ["yaml", "yml", "toml", "json", "ini", "cfg", "conf", "xml", "html", "css", "sql", "cmake", "gradle"])
}
