public import Reports

extension CostTable {
  /// The plots of time and memory of all methods along each axis, on logarithmic axes: a power law is a straight line.
  public var plots: [LinePlot] {
    CostAxis.allCases.filter { plan.settings(along: $0).count > 1 }.flatMap { axis in
      CostSlope.Quantity.allCases.map { quantity in plot(quantity, along: axis) }
    }
  }

  private func plot(_ quantity: CostSlope.Quantity, along axis: CostAxis) -> LinePlot {
    let series = plan.methods.map { method in
      LinePlot.Series(
        method.name,
        points: rows(of: method.name, along: axis).map { row in
          LinePlot.Point(
            x: row.place(along: axis),
            y: quantity == .time ? row.processorSeconds * 1e3 : Double(row.bytes) / 1_048_576)
        }, isDashed: method == .sgd)
    }
    return LinePlot(
      title: "\(quantity == .time ? "Time" : "Memory") by \(axis.title)",
      x: PlotAxis(axis.title, scale: .logarithmic),
      y: PlotAxis(quantity == .time ? "milliseconds of the processor" : "MiB of tensors", scale: .logarithmic),
      series: series)
  }
}
