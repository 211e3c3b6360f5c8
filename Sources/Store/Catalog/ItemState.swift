/// What the provider's word about an item has come to.
enum ItemState: Int {
    /// Listed and published.
    case offered = 0
    /// Unpublished, deleted or absent in the last listing; not yet acted upon.
    case withdrawn = 1
    /// Withdrawn, and its courses archived for it.
    case gone = 2
}
