import Settings
import Testing

/// A configuration with every kind of value.
struct OverlaySample: Hashable, Defaulted {
  enum Mixing: String, CaseIterable, Codable { case attention, tokenMLP, none }
  struct Inner: Hashable, Codable {
    var steps = 5
    var rate = 0.1
    var mixing = Mixing.attention
  }
  struct Stage: Hashable, Codable {
    var steps = 100
    var lengths = [6, 8]
    var inner = Inner()
  }
  var name = "run"
  var seed: UInt64 = 1
  var small: UInt8 = 3
  var rate = 2e-3
  var exact = true
  var inner = Inner()
  var stages = [Stage()]
  var mixings = [Mixing.attention]
  var validationSteps = [0, 1, 2]
  var weights: [String: Double] = [:]
  var extras: [String] = []
}

/// A configuration with a table that a catalogue fills: one section for each name that the catalogue knows.
struct CatalogueSample: Equatable, Defaulted {
  struct Table: Equatable, Codable {
    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.init(stringValue) }
      init?(intValue: Int) { nil }
    }
    static let catalogue = ["mlp", "conv"]
    var sections = Dictionary(uniqueKeysWithValues: catalogue.map { ($0, OverlaySample.Inner()) })
    init() {}
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for name in Self.catalogue { sections[name] = try container.decode(OverlaySample.Inner.self, forKey: Key(name)) }
    }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for name in Self.catalogue { try container.encode(sections[name], forKey: Key(name)) }
    }
  }
  var networks = Table()
  var shots: Int?
  var kind: OverlaySample.Mixing?
}

func overlay(_ yaml: String, on defaults: OverlaySample = OverlaySample()) throws(OverlayError) -> OverlaySample {
  try Overlay.apply(yaml: yaml, named: "train.yaml", to: defaults)
}

func overlayError(_ yaml: String) -> OverlayError? {
  #expect(throws: OverlayError.self) { try overlay(yaml) }
}

@Suite("A file over the defaults") struct OverlayTests {
  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "null", "{}"])
  func nothingChangesNothing(yaml: String) throws {
    #expect(try overlay(yaml) == OverlaySample())
  }

  @Test func changesOnlyWhatIsGiven() throws {
    var expected = OverlaySample()
    (expected.name, expected.inner.steps, expected.exact) = ("quick", 3, false)
    #expect(try overlay("name: quick\ninner:\n  steps: 3\nexact: no\n") == expected)
  }

  @Test func aByteOrderMarkAndReturnsAreNoHindrance() throws {
    #expect(try overlay("\u{feff}name: a\r\ninner:\r\n  steps: 3\r\n").inner.steps == 3)
    #expect(overlayError("name: a\r\ninner:\r\n  stepz: 3\r\n")?.line == 3)
  }

  @Test func startsFromTheGivenDefaults() throws {
    var defaults = OverlaySample()
    defaults.inner.rate = 7
    #expect(try overlay("inner: {steps: 2}", on: defaults).inner == .init(steps: 2, rate: 7))
  }

  @Test func anEmptySectionKeepsItsDefaults() throws {
    #expect(try overlay("inner:\n  # steps: 3\nname: a").inner == .init())
  }

  @Test func eachElementOfAListOfObjectsStartsFromTheFirstDefault() throws {
    var defaults = OverlaySample()
    defaults.stages[0].lengths = [9]
    let stages = try overlay("stages:\n  - steps: 1\n  - inner: {rate: 3}\n", on: defaults).stages
    #expect(stages == [.init(steps: 1, lengths: [9]), .init(steps: 100, lengths: [9], inner: .init(rate: 3))])
  }

  @Test func aListThatIsSetKeepsNothingOfTheElementsThatWereThere() throws {
    let file = try overlay("stages:\n  - {steps: 1, lengths: [3], inner: {rate: 9}}\n  - steps: 2")
    let stages = try Overlay.apply(setting: "stages=[{steps: 5}, {inner: {steps: 7}}]", to: file).stages
    #expect(stages == [.init(steps: 5), .init(inner: .init(steps: 7))])
    let second = try Overlay.apply(setting: "stages.0.lengths=[4]", to: file).stages
    #expect(second[0] == .init(steps: 1, lengths: [4], inner: .init(rate: 9)) && second[1] == file.stages[1])
  }

  @Test func listsAreReplacedWhole() throws {
    let sample = try overlay("validationSteps: [7]\nextras: [a, 2]\nmixings: [none, tokenMLP]\nstages: []")
    #expect(sample.validationSteps == [7] && sample.extras == ["a", "2"] && sample.stages.isEmpty)
    #expect(sample.mixings == [.none, .tokenMLP])
  }

  @Test func whereTheDefaultIsEmptyAnyKeyMayStand() throws {
    #expect(try overlay("weights: {cipher: 2, \"a.b\": 1e-3}").weights == ["cipher": 2, "a.b": 1e-3])
    #expect(try overlay("weights:").weights.isEmpty)
  }

  @Test func aDictionaryTakesKeysBesideItsOwn() throws {
    var defaults = OverlaySample()
    defaults.weights = ["a": 1, "b.c": 2]
    #expect(try overlay("weights: {b.c: 3, d: 4}", on: defaults).weights == ["a": 1, "b.c": 3, "d": 4])
    for setting in ["weights.a=5", "weights.b.c=6", "weights.e.f=7"] {
      defaults = try Overlay.apply(setting: setting, to: defaults)
    }
    #expect(defaults.weights == ["a": 5, "b.c": 6, "e.f": 7])
    #expect(throws: OverlayError.self) { try overlay("weights: {d: much}", on: defaults) }
  }

  @Test func aTableOfACatalogueIsASectionLikeAnyOther() throws {
    func read(_ yaml: String) throws(OverlayError) -> CatalogueSample {
      try Overlay.apply(yaml: yaml, named: "a.yaml", to: CatalogueSample())
    }
    var expected = CatalogueSample()
    expected.networks.sections["conv"] = .init(steps: 2, mixing: .none)
    #expect(try read("networks: {conv: {steps: 2, mixing: none}}") == expected)
    #expect(try Overlay.apply(setting: "networks.conv.steps=7", to: expected).networks.sections["conv"]?.steps == 7)
    #expect(
      #expect(throws: OverlayError.self) { try read("networks: {conv: {mixing: nono}}") }?.description
        == "a.yaml:1: networks.conv.mixing: \"nono\" is none of attention, tokenMLP, none; the nearest is none")
    #expect(
      #expect(throws: OverlayError.self) { try read("networks: {cnov: {}}") }?.remedy.hasPrefix("the nearest are conv")
        == true)
  }

  @Test func whatIsNilByDefaultIsAKeyToo() throws {
    func read(_ yaml: String) throws(OverlayError) -> CatalogueSample {
      try Overlay.apply(yaml: yaml, named: "a.yaml", to: CatalogueSample())
    }
    var expected = CatalogueSample()
    (expected.shots, expected.kind) = (3, .tokenMLP)
    #expect(try read("shots: 3\nkind: tokenMLP") == expected)
    #expect(try read("shots: null\nkind: ~") == CatalogueSample())
    #expect(try Overlay.apply(setting: "shots=null", to: CatalogueSample()).shots == nil)
    #expect(try Overlay.apply(yaml: Overlay.yaml(of: expected), named: "a.yaml", to: CatalogueSample()) == expected)
    #expect(
      #expect(throws: OverlayError.self) { try read("shots: many") }?.description
        == "a.yaml:1: shots: \"many\" does not fit; write a value of type Int")
    #expect(
      #expect(throws: OverlayError.self) { try read("shoots: 3") }?.remedy.hasPrefix("the nearest are shots") == true)
  }

  @Test func anchorsAndMergeKeysAreFollowed() throws {
    let yaml = """
      stages:
        - &first {steps: 1, lengths: [3]}
        - *first
        - <<: *first
          steps: 2
        - <<: [{steps: 8}, *first]
      """
    #expect(try overlay(yaml).stages.map(\.steps) == [1, 1, 2, 8])
    #expect(try overlay(yaml).stages.map(\.lengths) == Array(repeating: [3], count: 4))
  }

  @Test func aFlagSetsOneValue() throws {
    var defaults = OverlaySample()
    defaults.stages = [.init(), .init(steps: 7)]
    func set(_ setting: String) throws -> OverlaySample { try Overlay.apply(setting: setting, to: defaults) }
    #expect(try set("inner.rate=3").inner == .init(rate: 3))
    #expect(try set("stages.1.steps=3").stages == [.init(), .init(steps: 3)])
    #expect(try set("stages.0.lengths.1=3").stages[0].lengths == [6, 3])
    #expect(try set("stages=[{steps: 4}]").stages == [.init(steps: 4)])
    #expect(try set("validationSteps=[]").validationSteps == [])
    #expect(try set("weights.a.b=2").weights == ["a.b": 2])
    #expect(try set("inner.mixing = none").inner.mixing == .none)
    #expect(try set("name=a=b").name == "a=b" && set("name=cuda:1").name == "cuda:1" && set("name=").name == "")
  }

  @Test func aFlagThatCannotBeNamesTheWay() throws {
    func error(_ setting: String) throws -> String? {
      let defaults = OverlaySample()
      return #expect(throws: OverlayError.self) { try Overlay.apply(setting: setting, to: defaults) }?.description
    }
    #expect(
      try error("inner.step=3")
        == "--set inner.step=3: inner.step: unknown key; the nearest are steps, rate, mixing")
    #expect(
      try error("stages.2.steps=3")
        == "--set stages.2.steps=3: stages.2: this list has 1 element, and no 2; "
        + "count from 0 to 0, or set the whole list")
    #expect(try error("name.x=1") == "--set name.x=1: name.x: name is a value and has no keys; write name=value")
    #expect(try error("inner.steps=2.5")?.contains("inner.steps: expected a whole number, found \"2.5\"") == true)
    #expect(try error("inner.mixing=nope")?.contains("none of attention, tokenMLP, none; the nearest is none") == true)
    #expect(try error("extras.0=a")?.contains("set the whole list, as extras=[...]") == true)
    #expect(try error("name=[1")?.hasPrefix("--set name=[1: name: this is no YAML: ") == true)
    #expect(try error("name=#x")?.contains("name: the value is only a comment; quote the value") == true)
    for setting in ["inner", "=3", "weights.<<=3", "inner..steps=3", ""] {
      #expect(try error(setting)?.contains("this is not key=value") == true)
    }
  }

  @Test func itsYAMLComesBackExactlyInTheOrderOfDeclaration() throws {
    var sample = OverlaySample()
    (sample.rate, sample.inner.rate, sample.seed) = (0.1 + 0.2, .leastNonzeroMagnitude, .max)
    (sample.name, sample.extras, sample.weights) = ("no: 1\nx", ["", "12", "null", "é #"], ["b": 1e300, "a": -0.0])
    let yaml = try Overlay.yaml(of: sample)
    #expect(try overlay(yaml) == sample)
    let keys = yaml.split(separator: "\n").filter { !" -".contains($0.first ?? " ") }.map { $0.prefix { $0 != ":" } }
    #expect(
      keys.filter { $0 == "seed" || $0 == "rate" || $0 == "stages" || $0 == "extras" } == [
        "seed", "rate", "stages", "extras",
      ])
    #expect(yaml.contains("validationSteps: [0, 1, 2]\n") && yaml.contains("exact: true\n"))
  }
}
