/// Why a call is not taken (rule W5). It leaves nothing but a count.
package enum WebhookRefusal: String, Error, Sendable, CaseIterable {
    case unknownConnection = "unknown_connection"
    case tooLarge = "too_large"
    /// It has no signature that can be read.
    case unsigned
    case wrongSignature = "wrong_signature"
    /// Its stamp is further than a minute away.
    case stale
    /// It is signed, and says nothing that can be read.
    case malformed

    /// The HTTP status of the answer.
    package var status: Int {
        switch self {
        case .unknownConnection: 404
        case .tooLarge: 413
        case .unsigned, .wrongSignature, .stale: 401
        case .malformed: 400
        }
    }

    /// For whoever called: what is wrong and what would be right, and nothing about this host.
    package var message: String {
        switch self {
        case .unknownConnection: "there is no such connection; calls go to /webhooks/PROVIDER/CONNECTION"
        case .tooLarge: "the body is too large; 1 MiB is the most"
        case .unsigned: "the call is not signed"
        case .wrongSignature: "the signature is not right"
        case .stale: "the signature's time stamp is more than 60 seconds away"
        case .malformed: "the body is no event"
        }
    }
}
