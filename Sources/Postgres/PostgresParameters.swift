/// The number that PostgreSQL gives a type.
package typealias TypeID = UInt32

/// The types that values are sent and read as (catalog `pg_type`).
enum TypeNumber {
    static let bool: TypeID = 16
    static let bytea: TypeID = 17
    static let int8: TypeID = 20
    static let int2: TypeID = 21
    static let int4: TypeID = 23
    static let text: TypeID = 25
    static let oid: TypeID = 26
    static let float4: TypeID = 700
    static let float8: TypeID = 701
    static let int8s: TypeID = 1_016
    static let texts: TypeID = 1_009
    static let numeric: TypeID = 1_700
    static let xid8: TypeID = 5_069
}

/// The values of one execution of a statement, or of many, in PostgreSQL's binary format.
///
/// All of them lie in one piece of memory, so that a page of rows takes no allocation for each value.
package struct PostgresParameters: Sendable {
    /// Never empty, so that an empty value has an address.
    private(set) var bytes: [UInt8] = [0]
    /// Where each value lies; a length of -1 is NULL.
    private(set) var spans: [(start: Int, length: Int)] = []
    /// The type of each value; 0 for NULL, which has that of the place where it is used.
    private(set) var types: [TypeID] = []

    package init() {}

    package var count: Int { spans.count }

    package mutating func removeAll() {
        bytes.removeLast(bytes.count - 1)
        spans.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
    }

    package mutating func addNull() {
        spans.append((0, -1))
        types.append(0)
    }

    package mutating func add(_ value: Int64) {
        add(TypeNumber.int8) { $0.append(bigEndian: UInt64(bitPattern: value)) }
    }

    package mutating func add(_ value: Double) {
        add(TypeNumber.float8) { $0.append(bigEndian: value.bitPattern) }
    }

    package mutating func add(_ text: String) { add(TypeNumber.text) { $0.append(storable: text) } }

    package mutating func add(_ data: some Sequence<UInt8>) {
        add(TypeNumber.bytea) { $0.append(contentsOf: data) }
    }

    package mutating func add(_ texts: [String]) {
        addList(TypeNumber.texts, of: TypeNumber.text, texts) { $0.append(storable: $1) }
    }

    package mutating func add(_ values: [Int64]) {
        addList(TypeNumber.int8s, of: TypeNumber.int8, values) {
            $0.append(bigEndian: UInt64(bitPattern: $1))
        }
    }

    private mutating func add(_ type: TypeID, _ append: (inout [UInt8]) -> Void) {
        let start = bytes.count
        append(&bytes)
        spans.append((start, bytes.count - start))
        types.append(type)
    }

    private mutating func addList<Element>(
        _ type: TypeID, of element: TypeID, _ elements: [Element],
        isNull: (Element) -> Bool = { _ in false }, _ append: (inout [UInt8], Element) -> Void
    ) {
        add(type) { bytes in
            // Dimensions, whether there are NULLs, the type, then the size and the first index of each dimension.
            bytes.append(bigEndian: UInt32(elements.isEmpty ? 0 : 1))
            bytes.append(bigEndian: UInt32(elements.contains(where: isNull) ? 1 : 0))
            bytes.append(bigEndian: element)
            guard !elements.isEmpty else { return }
            bytes.append(bigEndian: UInt32(elements.count))
            bytes.append(bigEndian: UInt32(1))
            for element in elements {
                if isNull(element) {
                    bytes.append(bigEndian: Int32(-1))
                } else {
                    bytes.appendSized { append(&$0, element) }
                }
            }
        }
    }

    /// The values of rows as lists, one for each of the `width` values that a row has.
    ///
    /// - Returns: the lists, and which of the values have one: that of a value which is NULL in every row would have no
    ///   type.
    package func lists(width: Int) -> (lists: PostgresParameters, isThere: [Bool]) {
        var lists = PostgresParameters()
        let types = types(width: width)
        for (place, type) in types.enumerated() where type != 0 {
            let column = stride(from: place, to: count, by: width).map { spans[$0] }
            lists.addList(
                type == TypeNumber.int8 ? TypeNumber.int8s : TypeNumber.texts, of: type, column,
                isNull: { $0.length < 0 }
            ) { $0 += bytes[$1.start..<$1.start + $1.length] }
        }
        return (lists, types.map { $0 != 0 })
    }

    /// The types of the places of a statement: what the first execution that has a value there says.
    func types(width: Int) -> [TypeID] {
        var found = Array(types.prefix(width))
        for place in found.indices where found[place] == 0 {
            found[place] =
                stride(from: place, to: types.count, by: width).lazy.map { types[$0] }.first { $0 != 0 } ?? 0
        }
        return found
    }
}

extension [UInt8] {
    mutating func append<Value: FixedWidthInteger>(bigEndian value: Value) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends what a body appends, with its length before it.
    mutating func appendSized(_ body: (inout [UInt8]) -> Void) {
        let place = count
        append(bigEndian: UInt32(0))
        body(&self)
        let length = UInt32(count - place - 4)
        for shift in 0..<4 { self[place + shift] = UInt8(truncatingIfNeeded: length >> (24 - 8 * shift)) }
    }

    /// Appends a text as the server keeps it: it has no character 0, so that the sign for one that is unknown stands
    /// for it.
    mutating func append(storable text: String) {
        var text = text
        let start = count
        text.withUTF8 { append(contentsOf: $0) }
        guard self[start...].contains(0) else { return }
        let clean = self[start...].split(separator: 0, omittingEmptySubsequences: false)
            .joined(separator: "\u{FFFD}".utf8)
        replaceSubrange(start..., with: Array(clean))
    }
}
