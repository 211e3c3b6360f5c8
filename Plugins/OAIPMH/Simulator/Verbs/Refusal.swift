/// An error of the protocol (OAI-PMH 2.0 section 3.6).
struct Refusal: Error, Equatable {
    enum Code: String {
        case badArgument, badResumptionToken, badVerb, cannotDisseminateFormat, idDoesNotExist, noRecordsMatch
        case noSetHierarchy
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
