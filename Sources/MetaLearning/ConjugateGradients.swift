internal import Tensors

/// Returns the solutions of A x = b for several tasks at once, each with its own symmetric A, from x = 0.
///
/// x ← x + κ p,  r ← r − κ A p,  κ = r·r / p·A p,  p ← r + (r′·r′ / r·r) p
///
/// A task stops when ‖r‖ ≤ `tolerance` ‖b‖, or at a direction without positive curvature, where the method does
/// not apply; if that is the first direction, its answer is b.
/// - Source: Hestenes, Stiefel 1952, "Methods of Conjugate Gradients for Solving Linear Systems", Equations 3:1.
/// - Shapes: b, x and what `product` takes and gives are [tasks, n].
func conjugateGradients(
  _ b: Tensor, steps: Int, tolerance: Double, product: (Tensor) -> Tensor
) -> Tensor {
  withoutGradient {
    var (x, r, p) = (Tensor.zeros(like: b), b, b)
    var square = r.squared().sum(1, keeping: true)  // [tasks, 1]
    let (enough, still) = (square * (tolerance * tolerance), Tensor.zeros(like: square))
    var isActive = square .> enough
    for step in 0..<steps {
      guard isActive.any().item == 1 else { break }
      let image = product(p)
      let curvature = (p * image).sum(1, keeping: true)
      let isConvex = curvature .> 0
      if step == 0 { x = isConvex.select(x, else: b) }
      isActive = isActive .& isConvex
      let length = isActive.select(square / curvature, else: still)
      x = x + p * length
      r = r - image * length
      let next = r.squared().sum(1, keeping: true)
      p = isActive.select(r + p * (next / square), else: p)
      square = next
      isActive = isActive .& (square .> enough)
    }
    return x
  }
}
