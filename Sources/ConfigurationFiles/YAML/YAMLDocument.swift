/// A YAML file, read: one tree of values, and who refers to whom.
struct YAMLDocument: Sendable {
    /// Nil if the file holds nothing but comments.
    let root: YAMLNode?
    let aliases: [AliasUse]

    /// An alias and the value it stands for.
    struct AliasUse: Sendable {
        let name: String
        /// The bytes of the alias.
        let span: Range<Int>
        /// The bytes of the value with the anchor.
        let target: Range<Int>
    }
}

/// Why a file cannot be read as YAML: its first mistake.
struct YAMLProblem: Error, Equatable {
    /// The byte the message is about.
    let offset: Int
    let message: String
}

/// How large a file may be, and what may be in it. Our decision: far above any real file, and low
/// enough that a hostile one costs nothing.
enum YAMLLimit {
    static let bytes = 1 << 20
    static let depth = 32
    /// Values in a tree once all aliases are followed.
    static let values = 100_000
}
