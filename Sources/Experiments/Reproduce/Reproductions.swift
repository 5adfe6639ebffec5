internal import MetaLearning
internal import Networks
internal import Tasks

/// The catalogue of reproduced tables. A new row is a line here.
public enum Reproductions {
  /// All rows.
  public static let all: [Reproduction] = sinusoid + omniglot

  /// Returns the rows of these names or tables, "all" for every one.
  /// - Throws: `ConfigurationError` for an unknown name.
  public static func named(_ names: [String]) throws(ConfigurationError) -> [Reproduction] {
    for name in names where name != "all" && !all.contains(where: { matches($0, name) }) {
      let near = nearest(to: name, in: all.map(\.name)).joined(separator: ", ")
      throw ConfigurationError(
        key: name, problem: "there is no such row or table; nearest: \(near) (autodidact reproduce --list shows all)")
    }
    return all.filter { row in names.contains { $0 == "all" || matches(row, $0) } }
  }

  private static func matches(_ row: Reproduction, _ name: String) -> Bool {
    row.name == name || row.table == name || row.table.hasPrefix(name + "-")
  }
}

// MARK: the sinusoid

extension Reproductions {
  /// The rows of Finn et al. 2017, Section 5.1 and Table 2: trained on K = 10, measured on K = 5, 10, 20 after 1, 5, 10
  /// steps.
  static let sinusoid: [Reproduction] = [
    regression("maml", ["steps=30000"], published: [0.67, 0.38, 0.35], "30,000 steps of the paper's 70,000"),
    regression("fomaml", ["learner=fomaml", "steps=30000"], "no number published"),
    regression(
      "reptile",
      [
        "learner=reptile", "steps=30000", "inner.steps=5", "inner.rate=0.01", "optimizer.kind=sgd",
        "optimizer.momentum=0", "schedule.peak=1", "schedule.final=0.01", "metaBatch=5",
      ], "no number published; K = 10 in training, where the paper's figure has 50 points"),
    regression(
      "imaml",
      [
        "learner=imaml", "steps=20000", "inner.steps=16", "inner.rate=0.005", "method.implicit.proximal=0.1",
        "method.implicit.extraProximal=1000", "gradientLimit=1", "schedule.final=0.05", "validateEvery=1000",
        "evaluation.steps=[0, 1, 5, 10]",
      ],
      "no number published on the sinusoid; λ + 1000 under the Hessian, in the way of the published code, which adds 10"
    ),
    regression(
      "metaSGD", ["learner=metaSGD", "steps=15000"],
      "its Table 1 measures 5- to 20-shot models after one step, trained a model a K"),
    regression(
      "maml++", ["learner=maml++", "steps=15000", "inner.steps=5", "method.plusPlus.stepsPerEpoch=500"],
      "no number published on the sinusoid"),
    regression(
      "cavia", ["learner=cavia", "steps=15000", "network.context=5", "inner.rate=1"],
      "its Table 1 is of K = 10 with one step and models of its own"),
  ]

  private static func regression(
    _ learner: String, _ settings: [String], published: [Double?] = [], _ differs: String
  ) -> Reproduction {
    let steps = [1, 5, 10]
    return Reproduction(
      "sinusoid-\(learner)", table: "sinusoid",
      settings: ["tasks.kind=sinusoid", "evaluation.episodes=2000"] + settings,
      measures: [5, 10, 20].map { shots in
        Reproduction.Measure("K = \(shots)", steps: steps, published: shots == 5 ? published : []) {
          ($0.shots, $0.steps, $0.query) = ([shots], [0] + steps, 50)
        }
      }, differs: differs)
  }
}

// MARK: Omniglot

extension Reproductions {
  /// The rows of 5-way 1-shot, 5-way 5-shot and 20-way 1-shot.
  static let omniglot: [Reproduction] = five1 + five5 + twenty1

  private static let conv = ["tasks.kind=omniglot", "network.kind=conv", "schedule.final=0.05", "evaluation.query=5"]
  private static let pooled = ["network.conv.downsampling=pool"]

  private static let five1: [Reproduction] =
    [
      gradient("maml", 5, 1, ["inner.rate=0.4", "metaBatch=32", "steps=16000"], steps: [1, 3], published: 0.987),
      gradient(
        "fomaml", 5, 1, ["learner=fomaml", "inner.rate=0.4", "metaBatch=32", "steps=20000"], steps: [1, 3],
        published: 0.983),
      gradient(
        "anil", 5, 1, ["learner=anil", "inner.rate=0.4", "metaBatch=32", "steps=2500"], steps: [1, 3], published: nil),
      reptile(5, 1, steps: 60_000, published: 0.9768),
      plusPlus(5, 1, steps: 8_000, published: 0.9947),
    ] + metric(5, 1, published: [0.988, 0.981, 0.996])

  private static let five5: [Reproduction] =
    [
      gradient("maml", 5, 5, ["inner.rate=0.4", "metaBatch=16", "steps=4000"], steps: [1, 3], published: 0.999),
      gradient(
        "fomaml", 5, 5, ["learner=fomaml", "inner.rate=0.4", "metaBatch=16", "steps=6000"], steps: [1, 3],
        published: 0.992),
      gradient(
        "anil", 5, 5, ["learner=anil", "inner.rate=0.4", "metaBatch=16", "steps=1500"], steps: [1, 3], published: nil),
      reptile(5, 5, model: "omniglot-5w1s-reptile", steps: 60_000, published: 0.9948),
      plusPlus(5, 5, steps: 250, published: 0.9993),
    ] + metric(5, 5, published: [0.997, 0.989, 0.998])

  private static let twenty1: [Reproduction] =
    [
      gradient(
        "maml", 20, 1, ["inner.rate=0.1", "inner.steps=5", "metaBatch=8", "steps=5000"], steps: [5], published: 0.958),
      gradient(
        "fomaml", 20, 1, ["learner=fomaml", "inner.rate=0.1", "inner.steps=5", "metaBatch=8", "steps=8000"], steps: [5],
        published: 0.894),
      gradient(
        "anil", 20, 1, ["learner=anil", "inner.rate=0.1", "inner.steps=5", "metaBatch=8", "steps=3000"], steps: [5],
        published: 0.962),
      reptile(20, 1, steps: 6_000, published: 0.8943),
      plusPlus(20, 1, steps: 3_000, published: 0.9765),
    ] + metric(20, 1, published: [0.960, 0.938, 0.976])

  private static func name(_ ways: Int, _ shots: Int) -> String { "omniglot-\(ways)w\(shots)s" }

  /// Returns the rows of gradient-based methods on MAML's network, in the paper's transductive norm and in an inductive
  /// one.
  private static func gradient(
    _ learner: String, _ ways: Int, _ shots: Int, _ settings: [String], steps: [Int], published: Double?
  ) -> Reproduction {
    let shape = [
      "tasks.shape.ways=\(ways)", "tasks.shape.shots=\(shots)", "tasks.shape.query=\(shots)", "validateEvery=500",
    ]
    let plan = ["evaluation.steps=[\(([0] + steps).map(String.init).joined(separator: ", "))]"]
    return Reproduction(
      "\(name(ways, shots))-\(learner)", table: name(ways, shots), settings: conv + shape + plan + settings,
      measures: [
        Reproduction.Measure("as trained", steps: steps, published: steps.dropLast().map { _ in nil } + [published]),
        Reproduction.Measure("support norm", steps: steps, normalization: .support),
      ],
      differs: """
        a short run of the paper's 60,000 steps, \(settings.first { $0.hasPrefix("metaBatch") } ?? "") where it has \
        \(ways == 5 ? 32 : 16); a falling outer rate; 5 queries a class
        """)
  }

  /// Returns the row of Reptile as published: Adam steps on minibatches of ten shots of a class, with moments that are
  /// carried from task to task; fifty steps when measured.
  private static func reptile(
    _ ways: Int, _ shots: Int, model: String? = nil, steps: Int, published: Double
  ) -> Reproduction {
    let rate = ways == 5 ? "0.001" : "0.0005"
    return Reproduction(
      "\(name(ways, shots))-reptile", table: name(ways, shots), model: model,
      settings: conv + [
        "learner=reptile", "inner.rule=adam", "inner.momentum=0", "inner.rate=\(rate)",
        "inner.steps=\(ways == 5 ? 5 : 10)", "inner.minibatch=\(ways == 5 ? 10 : 20)",
        "inner.phases=[{leaves: \"blocks.*|head.*\", steps: 1}]", "method.reptile.carriesMoments=true",
        "tasks.shape.ways=\(ways)", "tasks.shape.shots=10", "tasks.shape.query=1", "metaBatch=5", "steps=\(steps)",
        "optimizer.kind=sgd", "optimizer.momentum=0", "schedule.peak=1", "schedule.final=0.01",
        "evaluation.steps=[0, 50]", "evaluation.shots=[1]", "validateEvery=\(steps / 6)",
      ],
      measures: [
        Reproduction.Measure("as trained", steps: [50], published: [published]) { $0.shots = [shots] },
        Reproduction.Measure("support norm", steps: [50], normalization: .support) { $0.shots = [shots] },
      ],
      differs:
        "a short run of the paper's 100,000 steps (200,000 for 20 ways); tasks of a meta-batch train side by side"
        + (shots == 5 ? "; measured on minibatches of 12 where the paper has 5" : ""))
  }

  /// Returns the row of MAML++ on its own classes: pooling, norms with scales and shifts for each step, learned rates,
  /// multi-step loss.
  private static func plusPlus(_ ways: Int, _ shots: Int, steps: Int, published: Double) -> Reproduction {
    Reproduction(
      "\(name(ways, shots))-maml++", table: name(ways, shots),
      settings: conv + pooled + [
        "learner=maml++", "tasks.classes=mamlPlusPlus", "network.conv.hasStepNorms=true", "inner.steps=5",
        "inner.rate=0.1", "metaBatch=\(ways == 5 ? 8 : 2)", "tasks.shape.ways=\(ways)", "tasks.shape.shots=\(shots)",
        "tasks.shape.query=\(shots)", "steps=\(steps)", "validateEvery=\(max(steps / 4, 1))",
        "method.plusPlus.stepsPerEpoch=\(max(steps / 20, 1))", "evaluation.steps=[0, 5]", "evaluation.batch=4",
      ],
      measures: [
        Reproduction.Measure("as trained", steps: [5], published: [published]),
        Reproduction.Measure("support norm", steps: [5], normalization: .support),
      ],
      differs: """
        a short run of the code's 50,000 steps\(ways == 5 ? "" : ", of 2 tasks where it has 8"), multi-step loss in half \
        of it; one model, where the paper averages the best; ReLU
        """)
  }

  /// Returns the rows of methods that read the support set: one model of one shot each, measured on all three tables;
  /// but for Relation Networks with five shots, whose classes are sums of features and five times as large then.
  private static func metric(_ ways: Int, _ shots: Int, published: [Double]) -> [Reproduction] {
    let learners = [
      (
        "proto", ["tasks.shape.ways=60", "tasks.shape.query=5", "steps=5000", "validateEvery=500"],
        "one model of 60 ways and one shot for all rows, the paper's for one shot; where it has five, it trains on five"
      ),
      (
        "matching",
        [
          "tasks.shape.ways=20", "tasks.shape.query=5", "steps=4000", "validateEvery=500",
          "method.matching.temperature=0.1",
          "method.matching.learnsTemperature=true",
        ],
        "one model of 20 ways and one shot for all rows, where the paper trains one a row; a learned temperature from 0.1"
      ),
      (
        "relation",
        [
          "tasks.shape.ways=\(shots == 5 ? 5 : 20)", "tasks.shape.query=2", "steps=8000", "validateEvery=1000",
          "network.conv.halvings=2",
        ],
        shots == 5 ? "a short run" : "one model of 20 ways and one shot for both rows of one shot; a short run"
      ),
    ]
    return zip(learners, published).map { learner, published in
      let (method, own, differs) = learner
      let row = "\(name(ways, shots))-\(method)"
      let isOwn = method == "relation" && shots == 5
      let trained = isOwn ? row : "omniglot-20w1s-\(method)"
      return Reproduction(
        row, table: name(ways, shots), model: row == trained ? nil : trained,
        settings: conv + pooled + own + [
          "learner=\(method)", "tasks.classes=vinyals", "network.conv.normalization=running", "schedule.final=0.02",
          "tasks.shape.shots=\(isOwn ? 5 : 1)", "metaBatch=1", "evaluation.steps=[0]", "evaluation.ways=20",
          "evaluation.batch=4",
        ],
        measures: [
          Reproduction.Measure("as trained", steps: [0], published: [published]) {
            ($0.ways, $0.shots) = (ways, [shots])
          }
        ], differs: differs)
    }
  }
}
