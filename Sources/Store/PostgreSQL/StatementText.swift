import Synchronization

/// A statement in PostgreSQL's words: its `?` and `:name` are numbered, `$1` and so on.
struct StatementText: Sendable {
    /// What stands at a number.
    enum Place: Sendable, Equatable {
        case position(Int)
        case name(String)
    }

    let sql: String
    let places: [Place]

    init(_ portable: String) {
        var scanner = Scanner(rest: Array(portable.utf8)[...])
        scanner.run()
        sql = String(decoding: scanner.output, as: UTF8.self)
        places = scanner.places
    }

    /// What quotes hold, and comments, is left as it is.
    private struct Scanner {
        var rest: ArraySlice<UInt8>
        var output: [UInt8] = []
        var places: [Place] = []
        private var positions = 0

        init(rest: ArraySlice<UInt8>) {
            self.rest = rest
            output.reserveCapacity(rest.count + 16)
        }

        mutating func run() {
            while let byte = rest.first {
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""): copy(through: byte)
                case UInt8(ascii: "-") where rest.dropFirst().first == byte: copy(through: 10)
                case UInt8(ascii: "?"):
                    rest.removeFirst()
                    number(.position(positions))
                    positions += 1
                case UInt8(ascii: ":") where rest.dropFirst().first?.beginsName == true:
                    rest.removeFirst()
                    let name = rest.prefix { $0.isOfName }
                    rest = rest.dropFirst(name.count)
                    number(.name(String(decoding: name, as: UTF8.self)))
                default: output.append(rest.removeFirst())
                }
            }
        }

        /// A quote that is doubled ends a text and begins another one, which comes to the same.
        private mutating func copy(through end: UInt8) {
            output.append(rest.removeFirst())
            let text = rest.prefix { $0 != end }
            output += text
            rest = rest.dropFirst(text.count)
            if let last = rest.popFirst() { output.append(last) }
        }

        private mutating func number(_ place: Place) {
            let known = places.firstIndex(of: place)
            if known == nil { places.append(place) }
            output += Array("$\((known ?? places.count - 1) + 1)".utf8)
        }
    }
}

extension UInt8 {
    fileprivate var beginsName: Bool { (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_") }
    fileprivate var isOfName: Bool { beginsName || self &- 0x30 < 10 }
}

/// Statements that were translated once.
final class StatementTexts: Sendable {
    private let known = Mutex<[String: StatementText]>([:])

    /// - Parameter once: whether the text was made for one call alone.
    func get(_ sql: String, once: Bool = false) -> StatementText {
        if let text = known.withLock({ $0[sql] }) { return text }
        let text = StatementText(sql)
        if !once {
            known.withLock { known in
                // Far more than there are: texts that hold numbers shall not fill memory.
                if known.count == 2_000 { known.removeAll() }
                known[sql] = text
            }
        }
        return text
    }
}
