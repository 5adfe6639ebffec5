import Foundation
import Randomness
import Scaling

/// Measures a Chinchilla fit with 200 bootstrap replicates, the work of Benchmarks/peers/scaling_scipy.py: the default
/// objective (Huber on logarithms, δ = 10⁻³, summed) on the 240 rows of Benchmarks/chinchilla240.csv.
///
/// The result is printed beside the time, so that the peer can be compared with it. The first five replicates
/// leave rows out by a rule that both sides know, not by a generator's draw.
func benchScaling() {
  let observations = chinchilla240()
  func fitted(_ rows: Observations) -> Fit {
    do { return try Fitter().fit(Chinchilla(), to: rows) } catch { stop("\(error)") }
  }
  let fit = fitted(observations)
  let names = fit.law.parameters.map(\.name)
  let folds = (0..<5).map { fold in
    ("fold \(fold)", fitted(observations.rows { $0 % 5 != fold }).loss)
  }
  report("scaling-fit", more: [("loss", fit.loss)] + zip(names, fit.parameters) + folds) { _ = fitted(observations) }
  let spread = deviations(Bootstrap(fit, count: 200).replicates)
  report("scaling-bootstrap", more: zip(names, spread).map { ("sd \($0)", $1) }) {
    _ = Bootstrap(fitted(observations), count: 200)
  }
}

/// Writes the rows that `benchScaling` and its peer read: the law of Besiroglu et al. 2024 with 0.8 % of noise, N
/// between 5·10⁷ and 10¹⁰ and 6ND between 10¹⁸ and 10²², both even on a logarithm.
func printChinchilla240() {
  var generator = Generator(seed: 240)
  print("N,D,loss")
  for _ in 0..<240 {
    let parameters = exp(generator.uniform(in: log(5e7)..<log(1e10))).rounded()
    let tokens = (exp(generator.uniform(in: log(1e18)..<log(1e22))) / (6 * parameters)).rounded()
    let loss = Chinchilla().value(at: Point([parameters, tokens]), [1.8172, 482.01, 2085.43, 0.3478, 0.3658])
    print(String(format: "%.0f,%.0f,%.9f", parameters, tokens, loss * exp(0.008 * generator.normal())))
  }
}

private func chinchilla240() -> Observations {
  do {
    let file = URL(fileURLWithPath: "Benchmarks/chinchilla240.csv")
    let columns = try DataTable(contentsOf: file).select(["N", "D", "loss"]).columns
    return try Observations(variables: [("N", columns[0]), ("D", columns[1])], target: ("loss", columns[2]))
  } catch {
    stop("\(error); run from the repository's root")
  }
}

/// Returns the standard deviation of each column.
private func deviations(_ rows: [[Double]]) -> [Double] {
  rows[0].indices.map { index in
    let mean = rows.reduce(0) { $0 + $1[index] } / Double(rows.count)
    return (rows.reduce(0) { $0 + ($1[index] - mean) * ($1[index] - mean) } / Double(rows.count - 1)).squareRoot()
  }
}
