/// Titles and descriptions in the languages of the portal.
struct Phrases: Sendable {
    let beginnings: [String]
    let subjects: [String]
    let endings: [String]
    /// The pieces around the subject.
    let sentences: [[Substring]]

    /// - Parameter sentences: `%` is replaced by the subject.
    init(beginnings: [String], subjects: [String], endings: [String], sentences: [String]) {
        self.beginnings = beginnings
        self.subjects = subjects
        self.endings = endings
        self.sentences = sentences.map { $0.split(separator: "%", omittingEmptySubsequences: false) }
    }

    /// Returns the phrases of a language, ignoring its country; English if there are none.
    static func of(_ language: String) -> Phrases {
        switch language.prefix(2) {
        case "fr": french
        case "de": german
        case "es": spanish
        case "pt": portuguese
        case "ja": japanese
        default: english
        }
    }

    static let english = Phrases(
        beginnings: [
            "Managing", "Leading", "Understanding", "Building", "Improving", "Introducing", "Mastering",
            "Preparing for", "Planning", "Measuring", "Rethinking", "Practising",
        ],
        subjects: [
            "Remote Teams", "Difficult Conversations", "Data Privacy", "Customer Complaints", "Cloud Costs",
            "Workplace Safety", "Inclusive Hiring", "Spreadsheets", "Project Risks", "Feedback",
            "Cyber Security Incidents", "Change", "Stress at Work", "Key Accounts", "Food Hygiene",
            "Performance Reviews", "Accessible Documents", "Supply Chains", "Hybrid Meetings",
        ],
        endings: [
            "Foundations", "Essentials", "A Practical Guide", "Part 1", "Part 2", "Case Studies",
            "For New Managers", "In 15 Minutes", "Refresher", "Advanced Techniques",
        ],
        sentences: [
            "This course shows how % work in practice and where they usually go wrong.",
            "You will meet three colleagues who each handle % in their own way, and compare the results.",
            "By the end you can explain the main ideas behind %, spot early warning signs and act on them.",
            "A short quiz after each chapter helps you to keep what you have learned about %.",
            "No earlier knowledge is needed; bring an example of % from your own work.",
            "The material was reviewed by practitioners who deal with % every day.",
            "Along the way there are checklists, templates and two exercises on % to do with your team.",
            "We look at what the law asks, what good practice adds, and what % mean for your role.",
        ])

    static let french = Phrases(
        beginnings: ["Gérer", "Comprendre", "Améliorer", "Préparer", "Maîtriser", "Piloter"],
        subjects: [
            "les équipes à distance", "la protection des données", "les entretiens annuels",
            "la sécurité au travail", "les réclamations clients", "le changement", "l'accessibilité",
        ],
        endings: ["les fondamentaux", "l'essentiel", "guide pratique", "niveau 2", "études de cas"],
        sentences: [
            "Ce module vous aide à aborder % avec méthode et sérénité.",
            "Vous découvrirez des situations réelles où % posent question, puis des pistes pour agir.",
            "À la fin, vous saurez expliquer les enjeux et appliquer une démarche claire à %.",
            "Un quiz final vérifie que les notions clés sont acquises.",
        ])

    static let german = Phrases(
        beginnings: ["Grundlagen:", "Praxiswissen:", "Führung:", "Einstieg:", "Vertiefung:"],
        subjects: [
            "Verteilte Teams", "Datenschutz im Alltag", "Schwierige Gespräche", "Arbeitssicherheit",
            "Kundenbeschwerden", "Veränderungen begleiten", "Barrierefreie Dokumente",
        ],
        endings: ["Teil 1", "Teil 2", "kompakt", "für neue Führungskräfte", "Fallbeispiele"],
        sentences: [
            "In diesem Kurs geht es um %: was dahintersteckt und was im Betrieb zählt.",
            "Anhand von drei Beispielen üben Sie, % einzuordnen und angemessen zu handeln.",
            "Am Ende kennen Sie die wichtigsten Regeln und können sie auf % anwenden.",
            "Ein kurzer Test schließt jedes Kapitel ab.",
        ])

    static let spanish = Phrases(
        beginnings: ["Gestionar", "Comprender", "Mejorar", "Liderar", "Preparar"],
        subjects: [
            "equipos remotos", "la protección de datos", "conversaciones difíciles", "la seguridad laboral",
            "las quejas de clientes", "el cambio",
        ],
        endings: ["fundamentos", "guía práctica", "nivel avanzado", "casos reales"],
        sentences: [
            "Este curso explica cómo abordar % paso a paso.",
            "Incluye ejemplos reales, ejercicios breves y una lista de comprobación sobre %.",
            "Al terminar podrá reconocer los riesgos y tomar decisiones con más seguridad.",
        ])

    static let portuguese = Phrases(
        beginnings: ["Gerir", "Entender", "Melhorar", "Liderar"],
        subjects: [
            "equipes remotas", "a proteção de dados", "conversas difíceis", "a segurança no trabalho",
            "as reclamações de clientes",
        ],
        endings: ["fundamentos", "guia prático", "avançado", "estudos de caso"],
        sentences: [
            "Este curso mostra como lidar com % no dia a dia.",
            "Você verá exemplos reais e fará exercícios curtos sobre %.",
            "Ao final, saberá reconhecer os pontos de atenção e agir com segurança.",
        ])

    static let japanese = Phrases(
        beginnings: ["はじめての", "実践", "管理職のための", "やさしい"],
        subjects: ["リモートチーム", "個人情報保護", "難しい対話", "職場の安全", "顧客対応", "変革"],
        endings: ["入門", "基礎", "応用", "事例集"],
        sentences: [
            "このコースでは%の基本と、現場で起こりやすい問題を学びます。",
            "三つの事例を比べながら、%について自分の考えを整理します。",
            "各章の最後に確認テストがあります。",
        ])
}
