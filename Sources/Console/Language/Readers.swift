import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// The readers of late: what one keeps of numbers, times and zones serves the next page.
final class Readers: Sendable {
    private struct Way: Hashable {
        let language: Language
        let region: Locale.Region?
        let zone: TimeZone
    }

    /// The most that are kept.
    private static let limit = 100

    let messages: Messages
    private let known = Mutex<[Way: Reader]>([:])

    init(_ messages: Messages) { self.messages = messages }

    /// How the sender of a request reads: the person's choice, else what the browser asks for, else English and the zone of
    /// the configuration.
    func reader(_ request: Request, zone: TimeZone) -> Reader {
        let chosen = Preferences(request)
        let asked = request.headers[.acceptLanguage].flatMap(Language.asked)
        let language = chosen.language ?? asked?.language ?? .en
        let way = Way(
            language: language, region: asked?.language == language ? asked?.region : nil,
            zone: chosen.zone ?? zone)
        return known.withLock { known in
            if let reader = known[way] { return reader }
            if known.count == Self.limit { known = [:] }
            let locale = Locale(
                components: .init(languageCode: .init(language.rawValue), languageRegion: way.region))
            let reader = Reader(messages[language], locale, way.zone)
            known[way] = reader
            return reader
        }
    }
}
