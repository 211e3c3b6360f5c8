/// Returns the address of a link if it is an absolute http(s) URL that no reader can mistake for another one.
///
/// Surrounding white space is removed. Besides other schemes, these are rejected: white space, control
/// characters and invisible characters within, backslashes and quotes, user names and passwords (which
/// disguise the host), a missing host, and an invalid port.
func webLink(_ text: String) -> String? {
    let trimmed = text.unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    let link = String(String.UnicodeScalarView(trimmed))
    guard link.unicodeScalars.allSatisfy(isAllowed),
        let scheme = ["http://", "https://"].first(where: { link.lowercased().hasPrefix($0) })
    else { return nil }
    let authority = link.utf8.dropFirst(scheme.utf8.count)
        .prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
    let parts = authority.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, host.allSatisfy(isHostByte) else { return nil }
    switch parts.count {
    case 1: return link
    case 2: return UInt16(String(decoding: parts[1], as: UTF8.self)) == nil ? nil : link
    default: return nil
    }
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
}

private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "'", "`", "\\", "<", ">", " ", "{", "}", "|", "^": return false
    case "!"..."~": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        return false
    default: return true
    }
}

/// Letters, digits, dots and hyphens, and the bytes of letters of other scripts.
private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        0x80...:
        true
    default: false
    }
}
