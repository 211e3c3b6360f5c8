extension SourceDocument {
    /// Reads the values at the paths. Texts are decoded, numbers stay as written.
    ///
    /// The first of several members with the same name counts. A path through a value of another type finds
    /// nothing. A path that ends at an object or list finds ``SourceValue/composite(_:)``.
    ///
    /// - Throws: ``JSONFault`` if any of the bytes are not valid JSON.
    public init(json bytes: ArraySlice<UInt8>, paths: JSONPaths) throws(JSONFault) {
        values = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFault) -> [[SourceValue]] in
            var scanner = JSONScanner(buffer)
            scanner.begin()
            var walk = JSONWalk(scanner, paths, ValueCollector(slots: paths.paths.count))
            try walk.walk()
            try walk.scanner.end()
            return walk.consumer.values
        }
    }
}

private struct ValueCollector: JSONValueConsumer {
    var values: [[SourceValue]]

    init(slots: Int) { values = Array(repeating: [], count: slots) }

    mutating func consume(_ token: JSONToken, slot: Int, from scanner: borrowing JSONScanner) {
        values[slot].append(scanner.value(token))
    }
}
