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
}
