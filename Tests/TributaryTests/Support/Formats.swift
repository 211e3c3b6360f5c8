import ConnectorKit

/// The keys of a JSON object in their order.
func topLevelKeys(of object: some StringProtocol) -> [String] {
    JSONValue(json: String(object))?.object?.names ?? []
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
