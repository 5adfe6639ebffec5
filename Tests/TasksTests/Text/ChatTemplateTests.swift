import Foundation
import Tasks
import Testing

@Suite struct ChatTemplateTests {
  private func rendered(_ source: String, _ messages: [ChatMessage] = [], _ variables: [String: TemplateValue] = [:])
    throws
    -> String
  {
    try ChatTemplate(source).render(messages, variables: variables).text
  }

  @Test(.enabled(if: GoldenTokenizers.isThere)) func rendersTheChatOfTheReference() throws {
    let folder = GoldenTokenizers.folder!.appendingPathComponent("qwen3")
    let tokenizer = try Tokenizer(folder: folder)
    let template = try #require(try ChatTemplate(folder: folder))
    let golden = try GoldenTokenizers.golden("qwen3")
    let chat = try #require(golden.chat)
    let messages = chat.messages.map { ChatMessage($0.role, $0.content) }
    let text = try template.render(messages, addingGenerationPrompt: chat.add_generation_prompt).text
    #expect(isSame(text, chat.text))
    #expect(try tokenizer.encode(messages, with: template).ids == chat.ids)
    #expect(tokenizer.encode(text) == chat.ids)
    let short = try template.render(
      [ChatMessage("system", "S")] + messages.prefix(2), addingGenerationPrompt: false
    ).text
    #expect(short == golden.chat_no_prompt)
  }

  @Test(.enabled(if: PublishedModels.smolLM2 != nil && GoldenTokenizers.isThere)) func rendersTheChatOfSmolLM2() throws
  {
    let file = try #require(PublishedModels.smolLM2)
    let template = try ChatTemplate(try #require(try GGUFMetadata(contentsOf: file).template))
    let chat = try #require(try GoldenTokenizers.realModel("smollm2").chat)
    #expect(try template.render(chat.messages.map { ChatMessage($0.role, $0.content) }).text == chat.text)
  }

  @Test func newlinesAndSpacesAroundStatementsAreLeftOut() throws {
    #expect(try rendered("a\n  {% if true %}\nb\n  {% endif %}\nc") == "a\nb\nc")
    #expect(try rendered("a {%- if true -%}  b  {%- endif %}\n c") == "ab c")
    #expect(try rendered("a\n  {%+ if true %}b{% endif +%}\nc") == "a\n  b\nc")
    #expect(try rendered("  {{ 'x' }}\n{# gone #}\n {{- 'y' -}} \n z\n") == "  x\nyz")
    #expect(try rendered("x\r\ny\n\n") == "x\ny\n", "one newline at the end is left out")
  }

  @Test func expressionsAreWorthWhatTheyAreInPython() throws {
    let facts = [
      "7 // 2": "3", "-7 // 2": "-4", "-7 % 3": "2", "7 / 2": "3.5", "2 ** 10": "1024", "1 + 2 * 3 - 4": "3",
      "'a' ~ 1 ~ none ~ true": "a1NoneTrue", "'ab' * 3": "ababab", "1 < 2 < 3": "True", "1 == 1.0": "True",
      "not true or true and false": "False", "'b' in 'abc'": "True", "3 not in [1, 2]": "True", "'abc'[-2:]": "bc",
      "'abc'[::-1]": "cba", "[1, 2, 3][1:]": "[2, 3]", "[1, 2, 3][-1]": "3", "(1, 2)[0]": "1",
      "{'a': [1, none]}": "{'a': [1, None]}",
      "'y' if 1 > 2 else 'n'": "n", "'y' if 1 > 2": "", "missing": "", "missing is defined": "False",
      "missing | default('d')": "d", "'' | default('d', true)": "d", "none is none": "True", "'x' is string": "True",
      "{} is mapping": "True", "5 is odd": "True", "'e\u{301}' | length": "2", "'é' == 'e\u{301}'": "False",
      "' a b '.split() | join('-')": "a-b", "'a,b,c'.split(',', 1)": "['a', 'b,c']", "'  x '.rstrip() ~ '|'": "  x|",
      "'xxaxx'.strip('x')": "a", "'abc'.startswith(('z', 'a'))": "True", "'a-a'.replace('a', 'b', 1)": "b-a",
      "[{'n': 1}, {'n': 2}] | selectattr('n', 'gt', 1) | map(attribute='n') | list": "[2]",
      "{'b': 1, 'a': 2} | dictsort | first | last": "2",
      "[1, 'é', none, true, 2.5] | tojson": "[1, \"é\", null, true, 2.5]",
      "{'a': '<&>\"'} | tojson": "{\"a\": \"<&>\\\"\"}", "{'a': 1}.get('b', 'z')": "z", "'12' | int + 1": "13",
      "[\"it's\", 'q\"q']": "[\"it's\", 'q\"q']", "range(3, 0, -1) | list": "[3, 2, 1]", "1_000": "1000",
      "'a' 'b'": "ab",
    ]
    for (expression, value) in facts { #expect(try rendered("{{ \(expression) }}") == value, "\(expression)") }
    #expect(try rendered("{{ {'a': [1, {}]} | tojson(indent=2) }}") == "{\n  \"a\": [\n    1,\n    {}\n  ]\n}")
  }

  @Test func loopsKnowWhereTheyAre() throws {
    let loop = "{% for x in [1, 2, 3] if x != 2 %}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ x }} {% endfor %}"
    #expect(try rendered(loop) == "0TrueFalse1 1FalseTrue3 ")
    #expect(try rendered("{% for x in [] %}x{% else %}none{% endfor %}") == "none")
    #expect(try rendered("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}") == "a1")
    #expect(
      try rendered(
        "{% for i in range(9) %}{% if i == 1 %}{% continue %}{% elif i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}"
      ) == "023")
  }

  @Test func variablesOfLoopsStayInLoopsAndThoseOfNamespacesDoNot() throws {
    #expect(try rendered("{% set n = 0 %}{% for i in [1] %}{% set n = 5 %}{% endfor %}{{ n }}") == "0")
    #expect(
      try rendered("{% set n = namespace(i=0) %}{% for i in [1, 2] %}{% set n.i = n.i + i %}{% endfor %}{{ n.i }}")
        == "3")
    #expect(
      try rendered("{% macro m(a, b='x') %}<{{ a }}{{ b }}>{% endmacro %}{{ m(1) }}{{ m(2, b=3) }}") == "<1x><23>")
    #expect(try rendered("{% set t %} a {% endset %}[{{ t | trim }}]") == "[a]")
  }

  @Test func generationsAreMarked() throws {
    let source = "{% for m in messages %}[{{ m.role }}]{% generation %}{{ m.content }}!{% endgeneration %}{% endfor %}"
    let chat = try ChatTemplate(source).render([ChatMessage("a", "é"), ChatMessage("b", "")])
    #expect(chat.text == "[a]é![b]!")
    #expect(chat.generated.map { String(decoding: Array(chat.text.utf8)[$0], as: UTF8.self) } == ["é!", "!"])
    let ids = try Tokenizer.bytes.encode([ChatMessage("a", "é"), ChatMessage("b", "")], with: try ChatTemplate(source))
    #expect(ids.ids == Array(chat.text.utf8).map { Int($0) })
    #expect(zip(ids.ids, ids.isGenerated).filter(\.1).map { UInt8($0.0) } == Array("é!!".utf8))
  }

  @Test func aDateIsGivenAndNotLookedUp() throws {
    let source = "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y %%') }}{% else %}none{% endif %}"
    #expect(try rendered(source) == "none")
    #expect(try ChatTemplate(source).render([], date: Date(timeIntervalSince1970: 0)).text == "01 Jan 1970 %")
  }

  @Test func whatIsWrongIsSaidWithItsLine() {
    let faults = [
      "\n{{ 1 + }}": 2, "\n\n{% if true %}": 3, "{% include 'x' %}": 1, "\n{{ x.y }}": 2, "{{ 'a' | nofilter }}": 1,
      "{{ 1 is notest }}": 1, "\n{{ raise_exception('no') }}": 2, "{{ 1 / 0 }}": 1, "{{ 'a' + 1 }}": 1, "{{ f() }}": 1,
      "{% for x in 3 %}{% endfor %}": 1, "{{ 'x": 1, "{# x": 1, "\n{% endfor %}": 2, "{% set a.b = 1 %}": 1,
      "{{ 9223372036854775807 + 1 }}": 1, "{{ 'a'.nomethod() }}": 1, "{% for a, b in [[1]] %}{% endfor %}": 1,
    ]
    for (source, line) in faults {
      let error = #expect(throws: TokenizerError.self, "\(source)") { try rendered(source) }
      #expect(error?.key == "line \(line)", "\(source)")
    }
  }

  @Test func hostileTemplatesEnd() {
    let bombs = [
      "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
      "{{ 'x' * 99999999999 }}", "{{ range(0, 9999999999) | list }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
      "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = n.l + n.l %}{% endfor %}",
      "{% set n = namespace(l=[1]) %}{% for i in range(999) %}{% set n.l = [n.l] %}{% endfor %}",
      "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
      "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l == n.l }}",
      "{{ ('x' * 9999999).replace('x', 'x' * 9999999) }}", "{{ (['x'] * 2) }}",
      "{{ " + String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000) + " }}",
      "{{ 1" + String(repeating: " + 1", count: 5_000) + " }}", "{{ x" + String(repeating: "[0]", count: 5_000) + " }}",
      "{{ " + String(repeating: "not ", count: 5_000) + "1 }}", "{{ " + String(repeating: "-", count: 5_000) + "1 }}",
      String(repeating: "{% if true %}", count: 5_000) + String(repeating: "{% endif %}", count: 5_000),
    ]
    for bomb in bombs { #expect(throws: TokenizerError.self, "\(bomb.prefix(80))") { try rendered(bomb) } }
  }
}
