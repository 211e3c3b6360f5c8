/// Any JSON.
enum JSON: Decodable, Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// As CSV writes it: lists joined by `|`, null empty.
    var plain: String {
        switch self {
        case .null: ""
        case .boolean(let flag): "\(flag)"
        case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
        case .text(let text): text
        case .list(let values): values.map(\.plain).joined(separator: "|")
        case .object: "{…}"
        }
    }
}

/// The keys of a JSON object in their order, which a decoder does not tell.
func topLevelKeys(of object: some StringProtocol) -> [String] {
    var keys: [String] = []
    var depth = 0
    var text: [UInt8]?
    var last: [UInt8] = []
    var isEscaped = false
    for byte in object.utf8 {
        if var current = text {
            let ends = byte == UInt8(ascii: "\"") && !isEscaped
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            if ends {
                last = current
                text = nil
            } else {
                current.append(byte)
                text = current
            }
            continue
        }
        switch byte {
        case UInt8(ascii: "\""): text = []
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ":") where depth == 1: keys.append(String(decoding: last, as: UTF8.self))
        default: break
        }
    }
    return keys
}

/// The cells of CSV as RFC 4180 describes it.
func cells(ofCSV text: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var cell = ""
    var isQuoted = false
    var characters = text.unicodeScalars[...]
    func at(_ offset: Int) -> Unicode.Scalar? { characters.dropFirst(offset).first }
    while let character = characters.first {
        var taken = 1
        switch character {
        case "\"" where isQuoted && at(1) == "\"":
            cell += "\""
            taken = 2
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            rows[rows.count - 1].append(cell)
            cell = ""
        case "\r" where !isQuoted && at(1) == "\n":
            rows[rows.count - 1].append(cell)
            cell = ""
            rows.append([])
            taken = 2
        default: cell.unicodeScalars.append(character)
        }
        characters = characters.dropFirst(taken)
    }
    return rows.filter { !$0.isEmpty }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSON...) { self = .list(elements) }
}
