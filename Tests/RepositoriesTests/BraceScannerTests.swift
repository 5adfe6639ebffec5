import Testing

@testable import Repositories

@Suite struct BraceScannerTests {
  private func found(_ path: String, _ text: String) -> [String] {
    SourceFile(path: path, text: text).definitions.map { "\($0.kind.rawValue) \($0.qualifiedName)" }
  }

  @Test func everyPatternCompiles() {
    for language in SourceLanguage.all { #expect(HeaderPatterns.count(language) == language.definitions.count) }
  }

  @Test func swift() throws {
    let text = #"""
      import A

      /// The outer.
      /// Two lines.
      @frozen
      public struct Outer<T: P>: Q where T.X == Int {
        let closure: () -> Void = { print("}") }
        var computed: Int { 1 }
        init?(_ x: Int = { 3 }()) { if x > 0 { return nil } }
        func map<U>(_ body: (T) throws -> U = { "\($0)" }) rethrows -> [U] {
          for x in y { body(x) } // }
        }
        static func == (a: Self, b: Self) -> Bool { true }
      }
      extension Outer.Inner {
        func last() async throws {}
        protocol func: 3
      }
      if let x = f({ 2 }) { print() }
      """#
    let file = SourceFile(path: "a.swift", text: text)
    #expect(
      found("a.swift", text) == [
        "type Outer", "property Outer.computed", "initializer Outer.init", "method Outer.map", "method Outer.==",
        "type Outer.Inner", "method Outer.Inner.last",
      ])
    let outer = file.definitions[0]
    #expect(file.text(in: outer.range).hasPrefix("@frozen\npublic struct Outer"))
    #expect(file.text(in: try #require(outer.docstring)) == "/// The outer.\n/// Two lines.")
    let map = file.definitions[3]
    #expect(map.signature == #"func map<U>(_ body: (T) throws -> U = { "\($0)" }) rethrows -> [U]"#)
    #expect(file.text(in: try #require(map.implementation)) == "\n    for x in y { body(x) } // }\n  ")
    #expect(map.lines == 10...12)
  }

  @Test func c() {
    let text = """
      #include <a.h>
      #define BEGIN {
      struct Point { int x; };
      static const int table[] = {1, 2};
      /* Adds. */
      template <typename T> static inline T add(T a, T (*f)(int)) { if (a) { return a; } while (1) {} }
      namespace n { class A : public B { public: A(int x) : x_{x}, y(2) {} ~A() {} int get() const { return 1; }
        bool operator==(const A &o) const noexcept { return true; } }; }
      int n::A::out(std::vector<int> v) { auto f = [&](int a) { return a; }; do { } while (0); switch (x) { } }
      """
    #expect(
      found("a.cc", text) == [
        "type Point", "function add", "type n", "type n.A", "method n.A.A", "method n.A.~A", "method n.A.get",
        "method n.A.operator==", "function n::A::out",
      ])
  }

  @Test func javaScript() {
    let text = """
      import { a } from 'b'
      /** Adds. */
      export async function add(a, { b, c } = {}) { return a }
      const sub = (a, b) => { return a - b }
      const o = { key: 1, method(x) { return x }, arrow: async x => { }, 'quoted': function () { } }
      class A extends B { constructor(x) { super(x) } get y() { return 1 } static async *z(a = "}") { } }
      if (a) { b() } else { c() }
      for (const x of y) { }
      items.map((x) => { return x })
      """
    #expect(
      found("a.js", text) == [
        "function add", "function sub", "function method", "function arrow", "type A", "method A.constructor",
        "method A.y",
        "method A.z",
      ])
    let typed =
      "interface I { a: string }\nexport const f = async <T>(a: T): Promise<T> => {\n  return a\n}\nfunction g<T>(x: T[]): x is T { return true }\n"
    #expect(found("a.ts", typed).contains("function g") && found("a.ts", typed).contains("type I"))
  }

  @Test func rustGoJavaAndShell() {
    #expect(
      found(
        "a.rs",
        "/// D.\npub fn f<'a, T: Fn() -> u8>(x: &'a str) -> Option<T> where T: X { match x { '{' => {} } }\nimpl<T> A for B<T> { fn g(&self) {} }\nstruct P { x: u8 }\nmod m { }\n"
      ) == ["function f", "type B", "method B.g", "type P", "type m"])
    #expect(
      found(
        "a.go",
        "package a\n\n// F does.\nfunc F(x int) (int, error) {\n\tif x > 0 {\n\t\treturn 1, nil\n\t}\n\tgo func() { }()\n}\n\nfunc (r *T) M() { }\n\ntype T struct {\n\tx int\n}\nvar x = map[string]int{\"a\": 1}\n"
      ) == ["function F", "function M", "type T"])
    #expect(
      found(
        "A.java",
        "package a;\n/** D. */\npublic class A<T> extends B {\n  int[] x = {1, 2};\n  @Override public List<T> f(Map<String, T> m) throws E { try { } catch (E e) { } return new ArrayList<>() { }; }\n  A() { }\n}\nenum K { X, Y }\n"
      ) == ["type A", "method A.f", "method A.A", "type K"])
    #expect(
      found("a.sh", "# Does.\nrun() {\n  if true; then echo \"}\"; fi\n}\nfunction other {\n  echo ${#x}\n}\n")
        == ["function run", "function other"])
  }

  @Test func ruby() throws {
    let text = """
      module M
        # Adds.
        class A < B
          def self.add(a,
                       b = 1)
            a if b
            [1].each do |x|
              puts x
            end
          end

          def empty?
            @x.nil?
          end
        end
      end
      """
    #expect(found("a.rb", text) == ["type M", "type M.A", "method M.A.self.add", "method M.A.empty?"])
    let file = SourceFile(path: "a.rb", text: text)
    let add = file.definitions[2]
    #expect(file.text(in: try #require(add.implementation)).hasPrefix("      a if b"))
    #expect(file.text(in: try #require(file.definitions[1].docstring)) == "# Adds.")
  }
}
