import Tasks
import Testing

@testable import Service

@Suite struct ExampleEncoderTests {
  private func encoder(_ template: String? = nil, context: Int = 1000) throws -> ExampleEncoder {
    ExampleEncoder(
      text: ModelText(
        tokenizer: .bytes, template: try template.map { try ChatTemplate($0) },
        ends: [UInt8(ascii: ">")].map { Int($0) }
          .reduce(into: []) { $0.insert($1) }, contextLength: context))
  }

  private func example(_ line: String) throws -> TrainingExample {
    try TrainingFile(Array(line.utf8)).examples[0]
  }

  private func texts(_ sequence: LearnedSequence) -> (all: String, learned: String) {
    let learned = zip(sequence.tokens, sequence.weights).filter { $0.1 > 0 }.map(\.0)
    return (Tokenizer.bytes.decode(sequence.tokens), Tokenizer.bytes.decode(learned))
  }

  private let chat =
    #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":WEIGHT},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}"#

  @Test func theAssistantsMessagesAreLearned() throws {
    for (weight, learned) in [("1", " b\n\nUser: d\n\nUser:"), ("0", " d\n\nUser:")] {
      let sequences = try encoder().sequences(example(chat.replacing("WEIGHT", with: weight)), line: 1)
      #expect(sequences.count == 1)
      let texts = sequences.map(texts)
      #expect(texts.map(\.learned).joined() == learned)
      #expect(texts.last?.all == "User: a\n\nAssistant: b\n\nUser: c\n\nAssistant: d\n\nUser:")
    }
  }

  @Test func answersThatStayAsTheyWereAreOneSequence() throws {
    let template =
      "{% for m in messages %}<{{ m.role }}:{{ m.content }}>\n{% endfor %}{% if add_generation_prompt %}<assistant:{% endif %}"
    let sequences = try encoder(template).sequences(example(chat.replacing("WEIGHT", with: "1")), line: 1)
    #expect(sequences.count == 1)
    #expect(
      texts(sequences[0]).all == "<user:a>\n<assistant:b>\n<user:c>\n<assistant:d>", "up to the end of the answer")
    #expect(texts(sequences[0]).learned == "b>d>")
  }

  @Test func answersThatChangeLaterAreSequencesOfTheirOwn() throws {
    let template =
      "{% for m in messages %}<{{ m.role }}:{{ 'x' if m.role == 'assistant' and not loop.last else m.content }}>{% endfor %}{% if add_generation_prompt %}<assistant:{% endif %}"
    let sequences = try encoder(template).sequences(example(chat.replacing("WEIGHT", with: "1")), line: 1)
    #expect(sequences.map { texts($0).all } == ["<user:a><assistant:b>", "<user:a><assistant:x><user:c><assistant:d>"])
    #expect(sequences.map { texts($0).learned } == ["b>", "d>"])
  }

  @Test func completionsAreLearnedAndPromptsAreNot() throws {
    let sequence = try encoder().sequences(example(#"{"prompt":"ab","completion":" cd"}"#), line: 1)[0]
    #expect(texts(sequence).all == "ab cd" && texts(sequence).learned == " cd" && sequence.weight == 3)
    let cut = try encoder(context: 4).sequences(example(#"{"prompt":"ab","completion":" cd"}"#), line: 1)[0]
    #expect(texts(cut).all == "ab c")
    #expect(throws: OpenAIError.self) {
      try encoder(context: 2).sequences(example(#"{"prompt":"ab","completion":" cd"}"#), line: 1)
    }
  }

  @Test func aDatumIsReadOneTokenAfterTheOther() {
    let datum = LearnedSequence([5, 6, 7], learnedFrom: 2).datum(["weights": [0, 1]])
    #expect([Int32](littleEndian: datum.modelInput[0].encodedText.tokens) == [5, 6])
    #expect(datum.lossFnInputs["target_tokens"]?.dense == .init(littleEndian: [Int64(6), 7]))
    #expect(datum.lossFnInputs["weights"]?.shape == [2])
  }
}
