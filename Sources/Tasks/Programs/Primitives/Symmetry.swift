extension PrimitiveGroup {
  /// Symmetry of the whole grid.
  static let symmetry = PrimitiveGroup(
    "symmetry", "symmetry of the whole grid: seen, made",
    [
      Primitive("is_mirrored", "{0} is its own mirror image from left to right") { (grid: Grid) in
        grid.isSymmetrical(.flipHorizontal)
      },
      Primitive("is_flipped", "{0} is its own mirror image from top to bottom") { (grid: Grid) in
        grid.isSymmetrical(.flipVertical)
      },
      Primitive("is_diagonal", "{0} is its own mirror image along a diagonal") { (grid: Grid) in
        grid.isSymmetrical(.transpose) || grid.isSymmetrical(.antitranspose)
      },
      Primitive("is_symmetrical", "{0} is its own mirror image") { (grid: Grid) in grid.isSymmetrical },
      Primitive("with_mirror", "{0} over its mirror image from left to right") { (grid: Grid) throws(Undefined) in
        try grid.overlaid([.flipHorizontal])
      },
      Primitive("with_flip", "{0} over its mirror image from top to bottom") { (grid: Grid) throws(Undefined) in
        try grid.overlaid([.flipVertical])
      },
      Primitive("with_transpose", "{0} over its mirror image along the main diagonal") {
        (grid: Grid) throws(Undefined) in
        try grid.overlaid([.transpose])
      },
      Primitive("with_half_turn", "{0} over itself turned by a half") { (grid: Grid) throws(Undefined) in
        try grid.overlaid([.rotate180])
      },
      Primitive("with_mirrors", "{0} over its mirror images from left to right and top to bottom") {
        (grid: Grid) throws(Undefined) in
        try grid.overlaid([.flipHorizontal, .flipVertical, .rotate180])
      },
      Primitive("with_turns", "{0} over itself turned by each quarter") { (grid: Grid) throws(Undefined) in
        try grid.overlaid([.rotate90, .rotate180, .rotate270])
      },
      Primitive("with_images", "{0} over all its mirror images and turns") { (grid: Grid) throws(Undefined) in
        try grid.overlaid(Dihedral.allCases)
      },
    ])
}

extension Grid {
  /// Whether a symmetry leaves the grid as it is.
  func isSymmetrical(_ symmetry: Dihedral) -> Bool {
    if symmetry.exchangesSides && height != width { return false }
    for row in 0..<height {
      for column in 0..<width {
        let (r, c) = symmetry.source(row, column, height: height, width: width)
        if cells[row * width + column] != cells[r * width + c] { return false }
      }
    }
    return true
  }

  /// Whether one of the four reflections leaves the grid as it is.
  var isSymmetrical: Bool {
    [Dihedral.flipHorizontal, .flipVertical, .transpose, .antitranspose].contains { isSymmetrical($0) }
  }

  /// Returns the grid with its background filled from its images, the first of which wins.
  fileprivate func overlaid(_ images: [Dihedral]) throws(Undefined) -> Grid {
    guard height == width || !images.contains(where: \.exchangesSides) else { throw .sizes }
    let background = background
    var overlaid = cells
    for image in images {
      let image = image.packed(self).cells
      for index in overlaid.indices where overlaid[index] == background { overlaid[index] = image[index] }
    }
    return Grid(packed: overlaid, height: height, width: width)
  }
}
