/// What the provider's word about an item has come to.
enum ItemState: Int {
    /// Listed and published.
    case offered = 0
    /// The provider said that it is unpublished or deleted; not yet acted upon.
    case withdrawn = 1
    /// Its courses are archived for it.
    case gone = 2
    /// A complete listing did not have it; not yet acted upon, and only another complete listing may.
    case missing = 3
}
