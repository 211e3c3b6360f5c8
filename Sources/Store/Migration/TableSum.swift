import Foundation

/// How many rows a table has, and the sum of their hashes, whatever their order.
struct TableSum: Equatable, Sendable {
    private(set) var rows = 0
    private var sum = 0

    /// Takes in the values of a row as both engines keep them: a text has no character 0 on PostgreSQL.
    mutating func add(_ row: [SQLValue], of table: PortableTable) {
        // The same in all of this process, in which both sides are read.
        var hasher = Hasher()
        for (value, column) in zip(row, table.columns) {
            // How far the search index goes, which is made anew.
            guard (table.name, column.name) != ("connection", "searched") else { continue }
            switch value {
            case .null: hasher.combine(0)
            case .integer(let value):
                hasher.combine(1)
                hasher.combine(value)
            case .real(let value):
                hasher.combine(2)
                hasher.combine(value.bitPattern)
            case .text(let text):
                hasher.combine(3)
                hasher.combine(kept: text)
            case .bytes(let data):
                hasher.combine(4)
                hasher.combine(data.count)
                data.withUnsafeBytes { hasher.combine(bytes: $0) }
            case .texts, .integers: break
            }
        }
        rows += 1
        sum &+= hasher.finalize()
    }

    /// That of all rows of a table.
    init(_ table: PortableTable, _ db: Session) throws {
        try table.forEachRow(db) { add($0, of: table) }
    }

    init() {}
}

extension Hasher {
    /// Takes in a text as every engine keeps it, byte by byte.
    mutating func combine(kept text: String) {
        var text =
            text.utf8.contains(0)
            ? String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
            : text
        text.withUTF8 { bytes in
            combine(bytes.count)
            combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }
}
