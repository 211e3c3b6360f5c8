import ConnectorKit

/// What titles are compared by across providers: the letters and digits as search folds them, and the language without
/// region and script (rule C20).
struct AlikeTitle: Hashable {
    private let hash: UInt64

    /// Nil if there is no letter or digit, or no language: then nothing is likely.
    init?(_ name: String, language: String?) {
        guard let language = language?.prefix(while: { $0 != "-" }).lowercased(), !language.isEmpty else {
            return nil
        }
        var folded: [UInt8] = []
        var isBetween = false
        for scalar in SearchFolding.compose(name).unicodeScalars {
            for part in SearchFolding.fold(scalar) {
                guard part.properties.isAlphabetic || part.properties.numericType != nil else {
                    isBetween = !folded.isEmpty
                    continue
                }
                if isBetween { folded.append(UInt8(ascii: " ")) }
                isBetween = false
                folded.append(contentsOf: String(part).utf8)
            }
        }
        guard !folded.isEmpty else { return nil }
        folded += [0] + language.utf8
        hash = folded.withUnsafeBytes { BodyHash($0).value }
    }
}
