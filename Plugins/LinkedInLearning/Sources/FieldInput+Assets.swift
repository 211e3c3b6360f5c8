import ConnectorKit
import Foundation

/// Readers of values that stand in more than one place.
extension FieldInput {
    func text(at path: String) throws(Failure) -> String? {
        guard let value = found(at: path).first, value != .null else { return nil }
        guard case .text(let text) = value else { throw .item("\(path) is \(value.kind); text was expected") }
        return text
    }

    private func number(at path: String) throws(Failure) -> Double? {
        guard let value = found(at: path).first, value != .null else { return nil }
        guard case .number(let written) = value, let number = Double(written) else {
            throw .item("\(path) is \(value.kind); a number was expected")
        }
        return number
    }

    /// A duration from its number, the first source, and its unit, the second.
    func minutesOfUnit() throws(Failure) -> Int? {
        guard let number = try number(at: sources[0]), number > 0 else { return nil }
        let unit = try text(at: sources[1]) ?? "SECOND"
        guard let seconds = ["SECOND": 1.0, "MINUTE": 60, "HOUR": 3_600][unit] else {
            throw .item("\(sources[1]) is \"\(unit.prefix(40))\"; SECOND, MINUTE or HOUR was expected")
        }
        let minutes = (number * seconds / 60).rounded(.up)
        return minutes < 1e9 ? Int(minutes) : nil
    }

    func milliseconds() throws(Failure) -> Date? {
        try number(at: sources[0]).flatMap {
            $0 > 0 && $0 < 253_402_300_799_999 ? Date(timeIntervalSince1970: $0 / 1_000) : nil
        }
    }

    /// A language and its country. `in` is the former code of Indonesian.
    func locale() throws(Failure) -> String? {
        guard let language = try text(at: sources[0]) else { return nil }
        let country = try text(at: sources[1])
        let code = language.lowercased() == "in" ? "id" : language
        return LanguageTag([code, country].compactMap(\.self).joined(separator: "-"))?.text
    }

    /// The texts of the first source whose type, the second source, is this one.
    func texts(of type: String) throws(Failure) -> [String] {
        let (values, types) = (found(at: sources[0]), found(at: sources[1]))
        guard values.count == types.count else {
            throw .item("\(sources[0]) and \(sources[1]) are not there together")
        }
        var result: [String] = []
        for (value, kind) in zip(values, types) where kind == .text(type) && value != .null {
            guard case .text(let text) = value else {
                throw .item("\(sources[0]) is \(value.kind); text was expected")
            }
            let trimmed = text.trimmed
            if !trimmed.isEmpty, !result.contains(trimmed) { result.append(trimmed) }
        }
        return result
    }

    private func found(at path: String) -> [SourceValue] {
        zip(sources, values).first { $0.0 == path }?.1 ?? []
    }
}
