import ConnectorKit

extension LearningObject {
    /// What the fields of one item may come to (our decision): the longest description of a real catalog
    /// takes less than a tenth of it.
    static let longestText = 1 << 20

    /// - Throws: ``Failure/item(_:)`` if the fields are longer.
    func checkSize() throws(Failure) {
        var bytes = externalID.utf8.count + name.utf8.count + launchURL.utf8.count + providerType.utf8.count
        for text in [description, image, publisher, language] { bytes += text?.utf8.count ?? 0 }
        for text in authors + subjects { bytes += text.utf8.count }
        guard bytes <= Self.longestText else {
            throw .item("the fields hold \(bytes) bytes; \(Self.longestText) at most were expected")
        }
    }
}
