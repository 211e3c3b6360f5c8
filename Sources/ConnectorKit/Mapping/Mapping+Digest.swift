extension Mapping {
    /// Returns a digest of an item's values, for a provider whose items are not JSON.
    ///
    /// The digest changes if and only if a value at one of the paths or the version changes. It is the same
    /// in every process and on every machine.
    public func digest(of document: SourceDocument) -> UInt64 {
        var digest = JSONDigest(seed: UInt64(bitPattern: Int64(version)))
        for found in document.values {
            digest.add(UInt64(found.count))
            for value in found { value.add(to: &digest) }
        }
        return digest.value
    }
}

extension SourceValue {
    fileprivate func add(to digest: inout JSONDigest) {
        switch self {
        case .text(let text): Self.add(1, text, to: &digest)
        case .number(let written): Self.add(2, written, to: &digest)
        case .boolean(let flag): digest.add(flag ? 4 : 3)
        case .null: digest.add(5)
        case .composite(let kind): Self.add(6, kind, to: &digest)
        }
    }

    private static func add(_ kind: UInt64, _ text: String, to digest: inout JSONDigest) {
        var text = text
        digest.add(kind)
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            digest.add(bytes, bytes.indices)
        }
    }
}
