import Testing

@testable import Repositories

@Suite struct ContextBuilderTests {
  private let index = RepositoryIndexTests.index()
  private let query = ContextQuery(
    file: "new.py", language: .python, prefix: "def user(v):\n", suffix: "\nREST = 1\n",
    focus: "def user(v): uses twice")

  @Test(arguments: ContextChoice.allCases)
  func theBudgetHoldsAndTheContextIsTheSameEachTime(choice: ContextChoice) {
    for budget in [0, 60, 120, 300, 4_000] {
      let builder = ContextBuilder(index, choice: choice, budget: budget)
      let context = builder.context(for: query)
      #expect(context.utf8.count <= budget)
      #expect(context == ContextBuilder(index, choice: choice, budget: budget).context(for: query))
    }
  }

  @Test func whatTheHeaderNamesStandsNextToThePrompt() {
    let context = ContextBuilder(index, choice: .symbol, budget: 4_000).context(for: query)
    #expect(
      context.hasSuffix(
        "# middle.py\ndef twice(value):\n    # clamp in words\n    return clamp(value) + clamp('clamp')\n\n"))
    #expect(context.contains("REST = 1"))
  }

  @Test func aFilesNeedsComeByTheirHeaders() {
    let query = ContextQuery(file: "top.py", language: .python, prefix: "import middle\n\ndef main():\n")
    let context = ContextBuilder(index, choice: .dependency, budget: 4_000).context(for: query)
    #expect(context.contains("# middle.py\ndef twice(value)\n"))
  }

  @Test func whatSpellsTheAnswerIsLeftOut() {
    let answer = "    # clamp in words\n    return clamp(value) + clamp('clamp')"
    let context = ContextBuilder(index, choice: .symbol, budget: 4_000).context(for: query, keepingOut: answer)
    #expect(!context.contains("clamp in words"))
  }

  @Test func rareWordsWeighMoreThanCommonOnes() {
    let index = WordIndex([["a": 1, "b": 1], ["a": 1, "c": 1], ["a": 3, "d": 1], ["e": 1]])
    #expect(index.ranked(["a", "c"]).first == 1 && index.ranked(["e", "zzz"]) == [3] && index.ranked([]).isEmpty)
    #expect(index.ranked(["a"]) == [2, 0, 1])
  }

  @Test func aPromptEndsWhereTheLineBeginsAndShowsNothingAfterIt() throws {
    let builder = ContextBuilder(index, choice: .symbol, budget: 4_000)
    let prompt = try builder.prompt(in: "middle.py", at: 5)
    #expect(prompt.hasSuffix("def twice(value):\n    # clamp in words\n") && !prompt.contains("return clamp(value) + "))
    #expect(prompt.contains("# base.py\ndef clamp(value):"))
    #expect(try builder.prompt(in: "top.py", at: 1).hasSuffix("\n\n") || builder.prompt(in: "top.py", at: 1).isEmpty)
    #expect(throws: RepositoryError.self) { try builder.prompt(in: "none.py", at: 1) }
    #expect(throws: RepositoryError.self) { try builder.prompt(in: "top.py", at: 99) }
  }
}
