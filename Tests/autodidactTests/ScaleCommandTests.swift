import ArgumentParser
import Foundation
import Testing

@testable import autodidact

@Suite struct ScaleCommandTests {
  private func parameters(_ fit: [String: Any]?) -> [String: Double] {
    let list = fit?["parameters"] as? [[String: Any]] ?? []
    return Dictionary(
      uniqueKeysWithValues: list.compactMap { entry in
        (entry["name"] as? String).flatMap { name in (entry["value"] as? Double).map { (name, $0) } }
      })
  }

  @Test func fitRecoversThePlantedLawHoweverTheColumnsAreNamed() async throws {
    try await withTemporaryFolder { folder in
      let named = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let bare = try ScaleSamples.file(ScaleSamples.chinchilla(header: nil), in: folder, named: "bare.csv")
      for arguments in [
        [named, "--x", "params,training tokens", "--y", "loss"],
        [named, "--x", "D=`training tokens`,N=params", "--y", "loss", "--where", "set=a"],
        [named, "--x", "D=`training tokens`*params/`1`,N=params", "--y", "1-(1-loss)", "--along", "6*N*D"],
        [bare, "--x", "1,2", "--y", "3"],
      ] {
        let fit = try ScaleCommand.Fit.parse(arguments + ["--law", "chinchilla"])
        let (text, json) = try answers(fit.answer)
        let found = parameters(json)
        #expect(abs((found["α"] ?? 0) - 0.3478) < 0.02 && abs((found["β"] ?? 0) - 0.3658) < 0.02, "\(arguments)")
        #expect(abs((found["E"] ?? 0) - 1.8172) < 0.03)
        for word in [
          "30 rows", "runs redrawn", "starts agree", "a (N ∝ C^a)", "other objectives", "without the worst 5",
        ] {
          #expect(text.contains(word), "\(word)")
        }
        let data = json["data"] as? [String: Any]
        #expect(data?["rows"] as? Int == 30 && data?["objective"] as? String == "huber")
      }
    }
  }

  @Test func whatIsHeldIsNotFitted() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let common = [file, "--x", "N=params,D=2", "--y", "loss", "--law", "chinchilla"]
      let fit = try ScaleCommand.Fit.parse(common + ["--hold", "E=1.8172,alpha=0.3478"])
      let (text, json) = try answers(fit.answer)
      let found = parameters(json)
      #expect(Set(found.keys) == ["A", "B", "β"] && abs((found["β"] ?? 0) - 0.3658) < 0.005)
      #expect(text.contains("E = 1.8172, α = 0.3478"))
      for (hold, word) in [("F=1", "has no parameter F"), ("1.7", "as in --hold E=1.69")] {
        let output = Output(.people, console: Recorder().console())
        #expect(refusal { try ScaleCommand.Fit.parse(common + ["--hold", hold]).answer(to: output) }.contains(word))
      }
    }
  }

  @Test func compareRanksTheLawsOfTheLetters() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let command = try ScaleCommand.Compare.parse([file, "--x", "D=2,N=params", "--y", "loss", "--replicates", "20"])
      let (text, json) = try answers(command.answer)
      let candidates = json["candidates"] as? [[String: Any]] ?? []
      // Laws of other letters, such as parscale's N and P, stay out.
      #expect(candidates.compactMap { $0["law"] as? String } == ["chinchilla", "kaplan"])
      #expect(text.contains("held-out error"))
      let all = try ScaleCommand.Compare.parse(
        [file, "--x", "params,2", "--y", "loss", "--replicates", "20", "--laws", "chinchilla,annealing"])
      let (words, refused) = try answers(all.answer)
      #expect((refused["refused"] as? [[String: Any]])?.first?["law"] as? String == "annealing")
      #expect(words.contains("name that column with --run"))
    }
  }

  @Test func forecastSaysAPlaceAndItsBacktest() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let command = try ScaleCommand.Forecast.parse([
        file, "--x", "N=params,D=2", "--y", "loss", "--law", "chinchilla", "--at", "N=7e9,D=1T", "--at", "3e9,1e11",
      ])
      let (text, json) = try answers(command.answer)
      let places = json["places"] as? [[String: Any]] ?? []
      let planted = 1.8172 + 482.01 * pow(7e9, -0.3478) + 2085.43 * pow(1e12, -0.3658)
      #expect(places.count == 2 && abs((places[0]["value"] as? Double ?? 0) - planted) < 0.01)
      let interval = places[0]["law"] as? [Double] ?? []
      #expect(interval.count == 2 && interval[0] < planted && planted < interval[1])
      #expect((json["horizons"] as? [[String: Any]])?.isEmpty == false)
      #expect(text.contains("N = 7e9, D = 1e12") && text.contains("Backtest"))
    }
  }

  @Test func verdictSaysWhyAndWhatNext() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.power(), in: folder)
      let command = try ScaleCommand.Verdict.parse([file, "--x", "examples", "--y", "error", "--laws", "power"])
      let (text, json) = try answers(command.answer)
      #expect(json["answer"] as? String == "law" && json["law"] as? String == "power")
      #expect((json["evidence"] as? [[String: Any]])?.count ?? 0 >= 6 && json["next"] != nil)
      for word in ["law: power forecasts", "better than “as before”", "10 times the largest scale"] {
        #expect(text.contains(word), "\(word)")
      }
      let rising = try ScaleSamples.file("x,accuracy\n1,0.5\n2,0.4\n", in: folder, named: "few.csv")
      let few = try answers(ScaleCommand.Verdict.parse([rising, "--x", "x", "--y", "accuracy"]).answer)
      #expect(few.json["answer"] as? String == "not forecastable" && few.json["goal"] as? String == "higher")
      #expect(few.text.contains("reads like an accuracy") && few.text.contains("Measure at 3 more scales"))
    }
  }

  @Test func designFindsAnExperimentWithinTheBudget() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file(ScaleSamples.chinchilla(), in: folder)
      let arguments = [
        file, "--x", "N=params,D=2", "--y", "loss", "--law", "chinchilla", "--at", "N=7e9,D=1e12",
      ]
      let (text, json) = try answers(ScaleCommand.Design.parse(arguments).answer)
      #expect(json["cost"] as? String == "6*N*D" && json["targetCost"] as? Double == 6 * 7e9 * 1e12)
      let frontier = json["frontier"] as? [[String: Any]] ?? []
      #expect(!frontier.isEmpty && frontier.allSatisfy { ($0["cost"] as? Double ?? .infinity) <= 4.2e21 })
      #expect(text.contains("forecast  chinchilla says") && text.contains("of the target's"))
      #expect(text.contains(json["recommended"] == nil ? "the last line comes" : "Next: N = "))
      let dear = try ScaleCommand.Design.parse(arguments + ["--cost", "2*N", "--budget", "1e7"])
      #expect(try answers(dear.answer).json["targetCost"] as? Double == 1.4e10)
    }
  }
}
