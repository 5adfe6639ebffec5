import Foundation
import Reports
import Scaling

/// Prints the tables of Results/published-laws, from published measurements in a folder:
///
/// gadre104.csv · mpl_curves/csv_{25,100,400}/*.csv · colpret_{olmo,opt,revisiting_lang,t5_pile,datablations_code_losses}.csv
func printPublished(folder: URL) {
  do {
    try printOverTraining(folder)
    try printSchedules(folder)
    try printTrajectories(folder)
  } catch {
    stop("\(error)")
  }
}

/// Prints a table in Markdown; the first column is text, the others are numbers.
func printTable(_ title: String, _ head: [String], _ rows: [[String]]) {
  print("\n**\(title)**\n\n\(Table(head, numeric: 1..., rows: rows).markdown())")
}

/// Returns a number with this many decimals, or in significant figures if it is large or small.
func fixed(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

/// Returns a fraction in per cent.
func inPercent(_ value: Double, _ places: Int = 2) -> String { value.isNaN ? "–" : fixed(100 * value, places) + " %" }
