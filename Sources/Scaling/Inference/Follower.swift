extension Fit {
  /// Returns the name of the smallest law that follows the data where this one does not, or `nil` if none does or this
  /// one does.
  public func follower() -> String? {
    guard !follows else { return nil }
    let sample = StartGrid.sample(observations, count: 500)
    let names = observations.variables
    let entries = ScalingLaws.entries(reading: names.count).filter { entry in
      entry.name != law.name && (entry.scope == .asked || entry.isApt(for: sample))
    }
    let laws = entries.map { $0.make(names) }.filter { 2 * $0.parameters.count <= sample.distinctPlaces }
      .sorted { $0.parameters.count < $1.parameters.count }
    return laws.first { law in
      // A law that cannot be fitted does not follow the data.
      let fit = try? Fitter(objective: objective, startCount: 4).fit(law, to: sample)
      return fit?.follows == true
    }?.name
  }
}
