extension PrimitiveGroup {
  /// Panels between separators.
  static let panels = PrimitiveGroup(
    "panels", "panels between separating lines: as a list, as a small grid, redrawn",
    [
      Primitive("panels", "the panels of {0}") { (grid: Grid) throws(Undefined) in try Panels(of: grid).contents },
      Primitive("panels_between", "the panels of {0} between {1} lines") {
        (grid: Grid, colour: Colour) throws(Undefined) in
        try Panels(of: grid, separators: colour.symbol).contents
      },
      Primitive("without_separators", "{0} without its separating lines") { (grid: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        let columns = Array(panels.columns.joined())
        let cells = panels.rows.joined().flatMap { row in columns.map { grid.cells[row * grid.width + $0] } }
        return Grid(packed: cells, height: cells.count / columns.count, width: columns.count)
      },
      Primitive("layout", "the panels of {0} as cells of their most common colour") { (grid: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        let background = panels.background
        return panels.layout { $0.commonestMark(on: background) }
      },
      Primitive("layout_counts", "for each panel of {0}, the number of coloured cells") {
        (grid: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        let background = panels.background
        return panels.layout { panel in UInt8(min(9, panel.cells.count { $0 != background })) }
      },
      Primitive("layout_majority", "the panels of {0} as cells of the colour of most of their cells") {
        (grid: Grid) throws(Undefined) in
        try Panels(of: grid).layout(\.commonest)
      },
      Primitive("fill_panels", "{0} with each panel filled in its most common colour") {
        (grid: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        let background = panels.background
        let colours = panels.contents.map { $0.commonestMark(on: background) }
        return panels.redrawn { panel, _, _ in colours[panel] }
      },
      Primitive("panels_in", "the panels of {0} filled in the colours of {1}") {
        (grid: Grid, colours: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        guard colours.height == panels.rows.count, colours.width == panels.columns.count else { throw .sizes }
        return panels.redrawn { panel, _, _ in colours.cells[panel] }
      },
      Primitive("panels_with", "{0} with {1} in each panel") { (grid: Grid, content: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        guard panels.areEqual, content.height == panels.rows[0].count, content.width == panels.columns[0].count else {
          throw .sizes
        }
        return panels.redrawn { _, row, column in content.cells[row * content.width + column] }
      },
      Primitive("share_panels", "{0} with each panel showing what any panel shows") { (grid: Grid) throws(Undefined) in
        let panels = try Panels(of: grid)
        let shared = try panels.contents.overlay(on: panels.background)
        return panels.redrawn { _, row, column in shared.cells[row * shared.width + column] }
      },
    ])
}
