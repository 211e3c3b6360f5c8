/// A reference such as `&eacute;`, `&#233;` or `&#xE9;`, as HTML reads them.
///
/// A name needs its semicolon; a number does not. Names are those of HTML 5
/// (https://html.spec.whatwg.org/entities.json). Unknown names and a bare `&` are text.
struct CharacterReference {
    let scalars: [Unicode.Scalar]
    /// Its length in bytes.
    let length: Int

    /// Reads the reference at the start of the bytes, which begin with `&`.
    init?(_ bytes: some Collection<UInt8>) {
        let body = bytes.dropFirst()
        if body.first == UInt8(ascii: "#") {
            self.init(number: Array(body.dropFirst().prefix(Self.longestName)))
        } else {
            let name = body.prefix(Self.longestName).prefix(while: Self.isAlphanumeric)
            guard !name.isEmpty, body.dropFirst(name.count).first == UInt8(ascii: ";"),
                let scalars = Self.names[String(decoding: name, as: UTF8.self)]
            else { return nil }
            self.init(scalars: scalars, length: name.count + 2)
        }
    }

    private init(scalars: [Unicode.Scalar], length: Int) {
        self.scalars = scalars
        self.length = length
    }

    /// - Parameter number: What follows `&#`.
    private init?(number: [UInt8]) {
        let isHex = number.first.map { $0 | 0x20 } == UInt8(ascii: "x")
        let digits = number.dropFirst(isHex ? 1 : 0).prefix { Self.digit($0, isHex) != nil }
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(UInt32(0)) { value, byte in
            min(0x11_0000, value * (isHex ? 16 : 10) + (Self.digit(byte, isHex) ?? 0))
        }
        let end = digits.endIndex
        let isClosed = end < number.count && number[end] == UInt8(ascii: ";")
        // Programs that write the numbers of C1 controls mean Windows-1252.
        let scalar =
            (0x80..<0xA0).contains(value) ? Self.windows1252[Int(value - 0x80)] : Unicode.Scalar(value)
        self.init(scalars: [scalar ?? "\u{FFFD}"], length: 2 + end + (isClosed ? 1 : 0))
    }

    private static func digit(_ byte: UInt8, _ isHex: Bool) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...70 where isHex: UInt32(byte - 55)
        case 97...102 where isHex: UInt32(byte - 87)
        default: nil
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// The longest name has 31 letters.
    private static let longestName = 32

    /// Lines of a name and the code points it stands for.
    private static let names: [String: [Unicode.Scalar]] = {
        var names: [String: [Unicode.Scalar]] = [:]
        for line in String(decoding: PackageResources.entities_txt, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            names[String(words[0])] = words.dropFirst().compactMap {
                UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
            }
        }
        return names
    }()

    /// The characters of the bytes 80 to 9F; nil for the five that have none.
    private static let windows1252: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]
}
