import Foundation

/// The range of `from` and `until`, both inclusive (OAI-PMH 2.0 section 2.7.1).
struct StampRange: Sendable, Equatable {
    private(set) var first = Int64.min
    private(set) var last = Int64.max

    /// - Throws: ``Refusal`` `badArgument` for a malformed datestamp, one finer than the repository's, two
    ///   granularities, or a reversed range.
    init(_ arguments: Arguments, _ granularity: OAIRepository.Granularity) throws(Refusal) {
        var lengths: Set<Int> = []
        for name in ["from", "until"] {
            guard let text = arguments[name] else { continue }
            guard let stamp = Stamp.read(text) else {
                throw Refusal(.badArgument, "\(name) is \"\(text)\"; \(granularity.rawValue) was expected")
            }
            guard granularity == .second || text.utf8.count == 10 else {
                throw Refusal(.badArgument, "\(name) is finer than \(granularity.rawValue)")
            }
            lengths.insert(text.utf8.count)
            if name == "from" { first = stamp } else { last = text.utf8.count == 10 ? stamp + 86_399 : stamp }
        }
        guard lengths.count < 2 else {
            throw Refusal(.badArgument, "from and until are of two granularities")
        }
        guard first <= last else { throw Refusal(.badArgument, "from is later than until") }
    }

    var isEverything: Bool { first == .min && last == .max }

    func contains(_ stamp: Int64) -> Bool { first <= stamp && stamp <= last }
}

/// Datestamps in the protocol's format (OAI-PMH 2.0 section 3.3).
enum Stamp {
    static func text(_ seconds: Int64, _ granularity: OAIRepository.Granularity) -> String {
        let text = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        return granularity == .second ? text : String(text.prefix(10))
    }

    /// Returns seconds since 1970 if the text has exactly one of the two formats.
    static func read(_ text: String) -> Int64? {
        guard text.utf8.count == 10 || text.utf8.count == 20 && text.hasSuffix("Z") else { return nil }
        let whole = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        guard let date = try? Date(whole, strategy: .iso8601) else { return nil }
        let seconds = Int64(date.timeIntervalSince1970)
        return Stamp.text(seconds, .second) == whole ? seconds : nil
    }
}
