/// The elements of a JSON list by their places in the bytes, or a single value by its own: for long lists that are read
/// element by element, in the memory of one.
package struct JSONElements: Sendable {
    /// The place of each value, in order.
    package let ranges: [Range<Int>]
    /// Whether more elements follow than were asked for; they are not read, so that mistakes in them are not found.
    package let isCut: Bool
    /// Whether the values are the elements of a list.
    package let isList: Bool

    /// Reads `bytes` up to the element after the last one that is asked for.
    ///
    /// - Parameter limit: The most elements.
    /// - Throws: ``JSONFault`` if the bytes that are read are not JSON.
    package init(_ bytes: [UInt8], limit: Int) throws(JSONFault) {
        (ranges, isCut, isList) = try bytes.withUnsafeBufferPointer {
            (buffer) throws(JSONFault) -> ([Range<Int>], Bool, Bool) in
            var scanner = JSONScanner(buffer)
            scanner.begin()
            guard scanner.byte == UInt8(ascii: "[") else {
                let start = scanner.position
                try scanner.skip()
                let end = scanner.position
                try scanner.end()
                return ([start..<end], false, false)
            }
            var ranges: [Range<Int>] = []
            var isFirst = true
            try scanner.open()
            while try scanner.nextElement(&isFirst) {
                guard ranges.count < limit else { return (ranges, true, true) }
                let start = scanner.position
                try scanner.skip()
                ranges.append(start..<scanner.position)
            }
            try scanner.end()
            return (ranges, false, true)
        }
    }
}
