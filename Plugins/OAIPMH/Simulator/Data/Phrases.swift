/// The words of generated records.
enum Phrases {
    static let openings = [
        "Introduction to", "Advances in", "A Handbook of", "Lectures on", "Exercises in", "Perspectives on",
        "Grundlagen:", "Éléments de", "Case Studies in",
    ]
    static let topics = [
        "Civil Law", "Linear Algebra", "Organic Chemistry", "Epidemiology", "Soil Mechanics", "Phonetics",
        "Macroeconomics", "Art History", "Machine Learning", "Plant Biology", "Ethics & Society",
        "Statistics",
    ]
    static let endings = ["Part", "Volume", "Unit", "Lecture", "Notes", "Edition"]
    static let sentences = [
        "This work gives an overview of methods and results.", "It closes with open questions.",
        "Examples are taken from practice & teaching.", "Für Studierende im ersten Jahr.",
        "Each chapter ends with exercises.", "Results hold for n < 100 and p > 0.05.",
    ]
    static let families = [
        "Okafor", "Lindqvist", "Garcia", "Nakamura", "Müller", "O'Brien", "Şahin", "Novák",
    ]
    static let givens = ["Ada", "Jonas", "Mei", "Carlos", "Ingrid", "Omar", "Zoë", "Pavel"]
    static let publishers = [
        "Example University", "Faculty of Law", "University Press", "Institut für Beispiele",
    ]
    /// Types as repositories write them, with a media type.
    static let types: [(name: String, format: String)] = [
        ("Text", "application/pdf"), ("info:eu-repo/semantics/article", "application/pdf"),
        ("http://purl.org/dc/dcmitype/MovingImage", "video/mp4"), ("Sound", "audio/mpeg"),
        ("Image", "image/png"), ("InteractiveResource", "text/html"), ("Dataset", "text/csv"),
        ("Software", "application/zip"), ("Lecture", "text/html"), ("Book", "application/epub+zip"),
    ]
    /// The sets with their hierarchy (OAI-PMH 2.0 section 2.6).
    static let sets: [(spec: String, name: String)] = [
        ("law", "Law"), ("law:civil", "Civil law"), ("science", "Science"), ("science:math", "Mathematics"),
        ("science:life", "Life science"), ("arts", "Arts & Letters"),
    ]
}
