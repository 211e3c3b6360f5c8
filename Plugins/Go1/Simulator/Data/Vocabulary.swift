/// The words for titles, providers and topics.
enum Vocabulary {
    /// Topic ids 64, 17 and 110 are Go1's (rule G20); the others are invented.
    static let topics: [PortalItem.Topic] = [
        .init(64, "Technology Skills"), .init(17, "IT Software"), .init(110, "Microsoft Products"),
        .init(21, "Business Skills"), .init(22, "Leadership"), .init(23, "Management"),
        .init(24, "Communication"), .init(25, "Customer Service"), .init(26, "Sales"),
        .init(27, "Project Management"), .init(31, "Compliance"), .init(32, "Data Protection"),
        .init(33, "Workplace Health & Safety"), .init(34, "Diversity & Inclusion"),
        .init(35, "Code of Conduct"), .init(41, "Mental Health"), .init(42, "Wellbeing"),
        .init(43, "First Aid"), .init(51, "Cloud Computing"), .init(52, "Cyber Security"),
        .init(53, "Data Analysis"), .init(54, "Software Development"), .init(61, "Finance"),
        .init(62, "Accounting"), .init(71, "Human Resources"), .init(72, "Recruitment"),
        .init(81, "Personal Development"), .init(82, "Time Management"), .init(91, "Hospitality"),
        .init(92, "Aged Care"), .init(93, "Manufacturing"), .init(94, "Logistics"),
    ]

    static let providers: [PortalItem.ContentProvider] = [
        .init(298_552, "Harbour Learning"), .init(1_866_847, "Northlight Academy"),
        .init(1_885_983, "Openfield Training"), .init(1_919_989, "Skillwright"),
        .init(2_117_281, "Tiny Lessons"), .init(2_247_989, "Vela"), .init(2_525_789, "Manager's Bench"),
        .init(2_690_326, "Brightwater Compliance"), .init(3_004_117, "Kobalt Campus"),
        .init(3_120_450, "Lumen & Co."), .init(3_377_002, "Académie du Geste"),
        .init(3_405_518, "Werkstatt Lernen"),
    ]

    static let firstNames = [
        "Amara", "Bao", "Camille", "Diego", "Elif", "Freya", "Giulia", "Hana", "Idris", "Jonas", "Kaia",
        "Liam", "Mei", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sora", "Tomás",
    ]

    static let lastNames = [
        "Abara", "Bernard", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Hughes", "Ito", "Jensen",
        "Kowalski", "Lefèvre", "Moreau", "Nguyen", "O'Neill", "Patel", "Quispe", "Rossi", "Sato", "Weber",
    ]

    static let tags = [
        "Agile", "Business Skills", "Compliance", "Communication Skills", "Onboarding", "Team Building",
        "Excel", "Safety", "Soft Skills", "Australia", "Coaching", "Negotiation", "Privacy", "Python",
    ]

    static let skills = [
        "leadership", "mathematics", "excel", "negotiation", "active listening", "budgeting", "coaching",
        "data literacy", "incident reporting", "public speaking", "risk assessment", "scheduling",
    ]

    /// The types that a connector supports, with realistic frequencies, and some others.
    static let types: [(String, Int)] = [
        ("course", 34), ("video", 30), ("interactive", 14), ("document", 6), ("link", 5), ("text", 4),
        ("audio", 3), ("playlist", 1), ("module", 1), ("event", 1), ("quiz", 1),
    ]

    static let entryLevels = ["Beginner", "Intermediate", "Advanced", "Suitable for everyone"]
    static let regions = ["AU", "US", "GB", "NZ", "MY", "ZA", "CA", "UAE"]
    static let locales = ["en-AU", "en-US", "en-UK"]
    static let wcagLevels = ["2.0 AA", "2.0 AAA", "2.1 A", "2.1 AA", "2.1 AAA", "2.2 A", "2.2 AA", "2.2 AAA"]
}
