import Foundation
import Scaling

/// A reader of the tables of ColPret (Choshen et al. 2024) into trajectories.
struct TrajectoryReader {
  let folder: URL

  func families() throws -> [TrajectoryFamily] {
    let (lm, nmt, bigBench) = try revisiting()
    return [try olmo(), try opt(), lm, try t5(), try code(), nmt, bigBench]
  }

  /// Reads one evaluation set, C4, under two names: the 1B model's set is called v2-small-c4_en, and the names of the
  /// 7B models' sets without a version (gab, 4chan, …) exist in v2 alone. 2160 · 2048 tokens a step, as its checkpoints
  /// say.
  private func olmo() throws -> TrajectoryFamily {
    let table = try table("olmo")
    let small = "v2-small-c4_en-validation/CrossEntropyLoss"
    let sizes = [("OLMo-1B ", 1e9), ("OLMo-7B", 7e9), ("OLMo-7B-Twin-2T", 7e9)]
    return TrajectoryFamily(
      name: "OLMo, C4 validation loss",
      trajectories: try sizes.map { name, size in
        let column = size < 2e9 ? "`\(small)`" : "`c4_en-validation/Perplexity`"
        let selection = try table.select(["Step", column], text: ["model_name"], missing: .skip)
        return Trajectory(
          name, size: size,
          rows(selection, named: name).map { row in
            let value = selection.columns[1][row]
            return (selection.columns[0][row] * 2160 * 2048, size < 2e9 ? value : log(value))
          })
      })
  }

  /// Reads 1 less the mean accuracy of six BIG-bench tasks, as there is no loss.
  private func opt() throws -> TrajectoryFamily {
    let tasks = [
      "codelinedescription", "humanorganssenses", "implicatures", "phraserelatedness", "swahilienglishproverbs",
      "whatisthetao",
    ]
    let score = "1 - (\(tasks.map { "bigbench__\($0)" }.joined(separator: " + "))) / 600"
    return family(
      "OPT, error on six BIG-bench tasks", try table("opt").select(["tokens", score, "size"], text: ["model_name"]))
  }

  /// Reads training cross-entropy, negated in the table after the first row; 2048 sequences of 512 tokens a step.
  private func t5() throws -> TrajectoryFamily {
    let sizes = ["base": 247_586_304.0, "large": 783_173_632, "xl": 2_849_804_288, "xxl": 11_135_426_560]
    let selection = try table("t5_pile").select(
      ["steps", "cross_ent_loss_per_all_target_tokens"], text: ["model_name"], missing: .skip)
    return TrajectoryFamily(
      name: "Pile-T5, training loss",
      trajectories: sizes.sorted { $0.value < $1.value }.map { name, size in
        let kept = rows(selection, named: name).filter { selection.columns[0][$0] > 0 }
        return Trajectory(
          name, size: size, kept.map { (selection.columns[0][$0] * 2048 * 512, abs(selection.columns[1][$0])) })
      })
  }

  /// Reads 4.2B models on nine mixtures of text and code: `epochs` is the share of code, `Seed` 1 the loss on text and
  /// 2 on code.
  private func code() throws -> TrajectoryFamily {
    let selection = try table("datablations_code_losses").select(
      ["token_num", "loss", "num_params", "epochs", "Seed"])
    return family(
      "4.2B on text and code, loss on either", selection,
      names: selection.columns[3].indices.map {
        "\(Int(selection.columns[3][$0])) % code, loss on \(selection.columns[4][$0] == 1 ? "text" : "code")"
      })
  }

  /// Reads three kinds of training; rows of language models are four times in the table.
  private func revisiting() throws -> (TrajectoryFamily, TrajectoryFamily, TrajectoryFamily) {
    let table = try table("revisiting_lang")
    let selection = try table.select(["Seen Examples", "Loss"], text: ["Domain", "Model", "Task"])
    let (domain, model, task) = (selection.texts[0], selection.texts[1], selection.texts[2])
    func family(_ name: String, _ wanted: String, burnIn: Double = 0.1, size: (String) -> Double?) -> TrajectoryFamily {
      let kept = domain.indices.filter { domain[$0] == wanted }
      let groups = Dictionary(grouping: kept) { model[$0] + " " + task[$0] }
      return TrajectoryFamily(
        name: name,
        trajectories: groups.sorted { $0.key < $1.key }.map { key, rows in
          Trajectory(
            key, size: size(model[rows[0]]), rows.map { (selection.columns[0][$0], selection.columns[1][$0]) },
            burnIn: burnIn)
        })
    }
    return (
      family("language models of “Revisiting”, validation loss", "LM") { Double($0) },
      // Each row doubles the one before: a burn-in of a tenth would leave three.
      family("translation, log-perplexity", "NMT", burnIn: 0) { _ in nil },
      family("BIG-bench at 262M, error", "BB") { _ in nil }
    )
  }

  private func table(_ name: String) throws -> DataTable {
    try DataTable(contentsOf: folder.appending(path: "colpret_\(name).csv"))
  }

  private func rows(_ selection: TableSelection, named name: String) -> [Int] {
    selection.texts[0].indices.filter { selection.texts[0][$0] == name.trimmingCharacters(in: .whitespaces) }
  }

  /// Returns the family of columns of tokens, loss and size.
  private func family(_ name: String, _ selection: TableSelection, names: [String]? = nil) -> TrajectoryFamily {
    let names = names ?? selection.texts[0]
    let groups = Dictionary(grouping: names.indices) { names[$0] }
    return TrajectoryFamily(
      name: name,
      trajectories: groups.sorted { $0.key < $1.key }.map { key, rows in
        Trajectory(
          key, size: selection.columns[2][rows[0]],
          rows.map { (selection.columns[0][$0], selection.columns[1][$0]) })
      })
  }
}
