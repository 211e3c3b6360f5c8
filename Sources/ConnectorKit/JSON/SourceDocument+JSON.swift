extension SourceDocument {
    /// Reads the values at the paths: texts decoded, numbers as written.
    ///
    /// Of members with equal names the first counts. A path that leads through a value of another type finds
    /// nothing; one that ends at an object or list finds ``SourceValue/composite(_:)``.
    ///
    /// - Throws: ``JSONFault`` where the bytes, any of them, are not JSON.
    public init(json bytes: ArraySlice<UInt8>, paths: JSONPaths) throws(JSONFault) {
        values = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFault) -> [[SourceValue]] in
            var scanner = JSONScanner(buffer)
            scanner.begin()
            var walk = JSONWalk(scanner, paths, ValueCollector(slots: paths.paths.count))
            try walk.walk()
            try walk.scanner.end()
            return walk.taker.values
        }
    }
}

private struct ValueCollector: JSONValueTaker {
    var values: [[SourceValue]]

    init(slots: Int) { values = Array(repeating: [], count: slots) }

    mutating func take(_ token: JSONToken, slot: Int, from scanner: borrowing JSONScanner) {
        values[slot].append(scanner.value(token))
    }
}
