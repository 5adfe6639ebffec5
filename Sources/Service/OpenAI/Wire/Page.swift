/// A part of a list: the items after one that the asker has seen, and whether there are more.
struct Page<Item> {
  /// The items.
  let items: [Item]
  /// Whether more follow. Clients go on asking until this is said to be false.
  let hasMore: Bool

  /// Creates the part of `all` that follows the item of this id, of at most `limit` items.
  /// - Throws: `OpenAIError` if no item has the id.
  init(_ all: [Item], after: String?, limit: Int, id: (Item) -> String) throws(OpenAIError) {
    var start = 0
    if let after {
      guard let place = all.firstIndex(where: { id($0) == after }) else {
        throw .invalid("after", "after: \(after.prefix(80)) is no id of this list")
      }
      start = place + 1
    }
    items = Array(all[start...].prefix(limit))
    hasMore = start + items.count < all.count
  }

  /// Returns the page as it travels.
  func tree(id: (Item) -> String, _ tree: (Item) -> JSONTree) -> JSONTree {
    [
      "object": "list", "data": .list(items.map(tree)), "has_more": .boolean(hasMore),
      "first_id": JSONTree(items.first.map(id)), "last_id": JSONTree(items.last.map(id)),
    ]
  }
}
