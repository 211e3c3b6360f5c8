import ConnectorKit
import SimulatorSupport

/// Titles of courses in the languages of the collection.
enum Titles {
    static let locales: [(String, Int)] = [
        ("en_US", 60), ("es_ES", 9), ("de_DE", 9), ("fr_FR", 8), ("ja_JP", 7), ("pt_BR", 7),
    ]

    /// One English course in four has a title that other providers may have too.
    static func title(_ locale: String, _ number: Int, _ draw: inout SeededRandom) -> String {
        let subject = draw.pick(subjects[String(locale.prefix(2))] ?? [])
        switch locale {
        case "en_US" where draw.chance(25):
            return SharedTitles.title(&draw)
        case "en_US":
            return "\(draw.pick(["The Complete", "Ultimate", "Practical", "Modern"])) \(subject) "
                + draw.pick(["Bootcamp", "Masterclass", "Course", "Guide"]) + " \(1 + number % 40)"
        case "de_DE":
            return "\(subject): \(draw.pick(["Der komplette Kurs", "Von Null zum Profi"])) \(1 + number % 40)"
        case "fr_FR":
            return "\(subject) : \(draw.pick(["le cours complet", "de zéro à expert"])) \(1 + number % 40)"
        case "ja_JP": return "\(subject)\(draw.pick(["完全ガイド", "はじめの一歩"])) \(1 + number % 40)"
        default: return "\(subject): \(draw.pick(["de cero a experto", "curso completo"])) \(1 + number % 40)"
        }
    }

    private static let subjects: [String: [String]] = [
        "en": [
            "Java", "Python", "SQL", "Excel", "Scrum", "Negotiation", "Cloud", "Docker", "Public Speaking",
        ],
        "de": ["Java", "Python", "Excel", "Führung", "Projektmanagement"],
        "fr": ["Java", "Python", "Excel", "Management", "Prise de parole"],
        "es": ["Java", "Python", "Excel", "Liderazgo", "Ventas"],
        "pt": ["Java", "Python", "Excel", "Liderança", "Vendas"],
        "ja": ["Java", "Python", "Excel", "企画", "会計"],
    ]
}

/// Names of people.
enum People {
    static let first = ["Ada", "Ben", "Chloé", "Dario", "Emre", "Fumi", "Greta", "Hugo", "Ines", "João"]
    static let last = [
        "Almeida", "Bauer", "Costa", "Dubois", "Endo", "Ferri", "Gruber", "Haas", "Ivanov", "Kaya",
    ]
}
