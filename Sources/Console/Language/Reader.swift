import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Synchronization

/// How a person reads the console: language, way of writing numbers and times, time zone.
final class Reader: Sendable {
    let words: Words
    let locale: Locale
    let zone: TimeZone
    /// By the offset from GMT in seconds, as are ``zoneNames``.
    private let shortZones = TextCache<Int>()
    private let zoneNames = TextCache<Int>()
    /// By the minute.
    private let times = TextCache<TimeInterval>()
    /// By the digits of the record.
    private let numbers = TextCache<String>()

    init(_ words: Words, _ locale: Locale, _ zone: TimeZone) {
        self.words = words
        self.locale = locale
        self.zone = zone
    }

    var language: Language { words.language }

    // MARK: - Messages

    /// A message with its values.
    func callAsFunction(_ key: String, _ values: [String: JSONValue] = [:]) -> String {
        words.messages[key]?.text(
            values.mapValues(text), isOne: language.isOne(Int64(values["count"]?.integer ?? 0))) ?? key
    }

    /// What a provider declares, in the reader's language if the provider has it.
    func translated(_ descriptor: ProviderDescriptor) -> ProviderDescriptor {
        descriptor.translated(into: language.rawValue)
    }

    /// The word for one of a set of names; the name itself if there is none.
    func word(_ name: String, in set: WordSet) -> String { words.word(name, in: set) }

    /// A value as it stands within a sentence.
    private func text(_ value: JSONValue) -> String {
        if case .number(let digits) = value { number(digits) } else { value.plain }
    }

    // MARK: - Values

    /// A number of a record with separators, at most one digit after the point.
    func number(_ digits: String) -> String {
        let whole = Int64(digits)
        // So small that no language of the console has a separator in it.
        if let whole, (0...999).contains(whole) { return digits }
        return numbers.text(of: digits) {
            if let whole { return whole.formatted(IntegerFormatStyle<Int64>(locale: locale)) }
            return Double(digits)?.formatted(
                FloatingPointFormatStyle<Double>(locale: locale).precision(.fractionLength(0...1)))
                ?? digits
        }
    }

    /// A whole number of percent.
    func percent(_ digits: String) -> String {
        guard let number = Int(digits) else { return digits }
        return number.formatted(IntegerFormatStyle<Int>.Percent(locale: locale))
    }

    /// A time of a record with its zone; any other text unchanged.
    func time(_ text: String) -> String {
        guard let date = Timestamp.date(text) else { return text }
        return times.text(of: (date.timeIntervalSince1970 / 60).rounded(.down)) {
            let time = date.formatted(style.year().month(.abbreviated).day().hour().minute())
            return "\(time) \(shortZone(at: date))"
        }
    }

    /// The short name of the zone, such as `CEST`. Times in all languages of the console end with it, and to find it
    /// takes as long as all the rest of a time.
    private func shortZone(at date: Date) -> String {
        shortZones.text(of: zone.secondsFromGMT(for: date)) {
            date.formatted(style.timeZone(.specificName(.short)))
        }
    }

    /// The day of a time of a record; any other text unchanged.
    func day(_ text: String) -> String {
        guard let date = Timestamp.date(text) else { return text }
        return date.formatted(style.year().month(.abbreviated).day())
    }

    /// A month that is written as `2026-09`; any other text unchanged.
    func month(_ text: String) -> String {
        guard let date = Timestamp.date(text + "-01T00:00:00Z") else { return text }
        var style = style
        style.timeZone = .gmt
        return date.formatted(style.year().month(.abbreviated))
    }

    /// The name of a language by its tag; the tag itself if it has none.
    func language(_ tag: String) -> String { locale.localizedString(forIdentifier: tag) ?? tag }

    /// Several texts in one sentence.
    func list(_ texts: [String]) -> String {
        texts.count == 1 ? texts[0] : texts.formatted(.list(type: .and, width: .narrow).locale(locale))
    }

    /// The words for reasons and the like, in one sentence.
    func list(_ values: JSONValue, in set: WordSet) -> String {
        list(values.elements.map { words.word($0.plain, in: set) })
    }

    /// The languages and content types that a deployment takes, as texts; empty for all.
    func filters(of deployment: DeploymentConfiguration) -> [(String, JSONValue)] {
        [
            ("languagesText", .text(list(deployment.filters.languages.map { language($0.text) }))),
            ("typesText", .text(list(deployment.filters.contentTypes.map { word($0, in: .contentType) }))),
        ]
    }

    /// The zone with its present offset.
    func zoneName(at date: Date) -> String {
        let offset = zoneNames.text(of: zone.secondsFromGMT(for: date)) {
            date.formatted(style.timeZone(.localizedGMT(.short)))
        }
        return zone.identifier.hasPrefix("GMT") ? offset : "\(zone.identifier) (\(offset))"
    }

    private var style: Date.FormatStyle { Date.FormatStyle(locale: locale, timeZone: zone) }
}

/// Texts whose making takes long, by what they are made of.
private final class TextCache<Key: Hashable & Sendable>: Sendable {
    /// So many are kept; then it begins anew.
    private let limit = 1_000
    private let texts = Mutex<[Key: String]>([:])

    func text(of key: Key, _ make: () -> String) -> String {
        texts.withLock { texts in
            if let known = texts[key] { return known }
            if texts.count == limit { texts = [:] }
            let text = make()
            texts[key] = text
            return text
        }
    }
}
