import Foundation

/// Checkpoints that are checked: one that somebody else wrote, or that was damaged, is not taken for a position.
extension Checkpoint {
    /// Writes a position as JSON after a checksum. A position that cannot be encoded, such as one with an infinite
    /// number, becomes a checkpoint that is refused.
    public init(of position: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(position)) ?? Data()
        self.init(Self.checksum(data) + " " + String(decoding: data, as: UTF8.self))
    }

    /// Reads a position that ``init(of:)`` wrote; nil for any other text.
    public func position<Position: Decodable>(_ type: Position.Type = Position.self) -> Position? {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let data = Data(parts[1].utf8)
        guard parts[0] == Self.checksum(data) else { return nil }
        return try? JSONDecoder().decode(type, from: data)
    }

    private static func checksum(_ data: Data) -> String {
        String(data.withUnsafeBytes { BodyHash($0).value }, radix: 36)
    }
}
