/// Titles and descriptions in the languages of the account.
struct Phrases: Sendable {
    let subjects: [String]
    let endings: [String]
    /// `%` stands for the subject.
    let sentences: [String]

    static func of(_ language: String) -> Phrases {
        switch language {
        case "de": german
        case "fr": french
        default: english
        }
    }

    private static let english = Phrases(
        subjects: [
            "Python", "Project Management", "Excel", "Public Speaking", "Negotiation", "SQL", "Photography",
            "Time Management", "Coaching", "Accounting", "Web Security", "Data Visualization", "Writing",
            "Machine Learning", "Customer Service", "Leadership", "Illustration", "Cloud Architecture",
        ],
        endings: [
            "Essential Training", "Foundations", "Tips and Tricks", "for Beginners", "Advanced", "Weekly",
            "Case Studies", "First Look", "Best Practices", "Quick Tips",
        ],
        sentences: [
            "Learn how to put % to work from the first day, with examples from real teams.",
            "The instructor explains what % can do, where it fails, and what professionals do about it.",
            "Along the way, practice with exercise files that show % in everyday situations.",
            "Plus, find out how to measure whether % pays off, and how to talk about it with others.",
            "By the end of this course, you will be ready to use % on your own.",
            "Each chapter ends with a challenge that lets you try % before you see the solution.",
            "No earlier knowledge of % is needed; all you need is curiosity and an hour.",
        ])

    private static let german = Phrases(
        subjects: [
            "Python", "Projektmanagement", "Präsentieren", "Zeitmanagement", "Datenanalyse", "Führung",
        ],
        endings: ["Grundkurs", "Tipps & Tricks", "für Einsteiger", "Praxisübungen"],
        sentences: [
            "Lernen Sie, wie Sie % im Alltag einsetzen: Schritt für Schritt und mit Übungsdateien.",
            "Der Trainer zeigt, was % leistet und wo die Grenzen liegen.",
            "Am Ende können Sie % selbstständig anwenden und Fehler früh erkennen.",
        ])

    private static let french = Phrases(
        subjects: ["Python", "La gestion de projet", "La prise de parole", "L'analyse de données"],
        endings: ["l'essentiel", "les fondamentaux", "trucs et astuces", "perfectionnement"],
        sentences: [
            "Découvrez comment mettre en œuvre % au quotidien, avec des exemples concrets.",
            "Votre formateur détaille les atouts de % et les pièges à éviter.",
            "À la fin de cette formation, % n'aura plus de secret pour vous.",
        ])

    static let people = [
        "Ada Vogel", "Bo Lind", "Chidi Okafor", "Dana Petrova", "Eva Moreau", "Farid Haddad", "Grace Kim",
        "Hugo Martins", "Ines Weber", "Jun Sato",
    ]
}
