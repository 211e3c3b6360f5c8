import Foundation

/// JSON as it is sent: the same value gives the same bytes.
enum PlatformJSON {
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing that is sent here can fail to encode: texts, whole numbers, finite scores and flags.
        return (try? encoder.encode(value)).map(Array.init) ?? []
    }

    static func text(_ value: some Encodable) -> String { String(decoding: bytes(value), as: UTF8.self) }
}
