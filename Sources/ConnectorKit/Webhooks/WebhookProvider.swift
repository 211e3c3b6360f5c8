public import Foundation

/// A provider that calls back when something changed.
///
/// The host receives the call, checks its signature over the raw bytes in constant time, keeps it, and only
/// then asks what it says. Calls are thin: what they are about is read again from the provider.
public protocol WebhookProvider: Provider {
    /// Reads the signature off a call's headers; nil where it has none that can be read.
    func signature(of headers: [HTTPHeader]) -> WebhookSignature?

    /// What a call says, once its signature was found right.
    ///
    /// - Throws: ``Failure/contract(_:)`` where the body is no event.
    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent

    /// Makes the provider call `url` with this secret: registers it, or repairs a registration that is switched
    /// off, lacks events or has another secret. Done twice it changes nothing.
    ///
    /// - Returns: whether anything had to be changed.
    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool

    /// Stops the calls to `url`; not registered is as good.
    func withdrawWebhook(_ url: String, of connection: Connection) async throws(Failure)

    /// Reads single items again, many with few requests.
    ///
    /// - Returns: a page whose scope is ``CatalogPage/Scope/changes``; what is not there any more is among its
    ///   deleted ids.
    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage
}

/// An HMAC-SHA256 as a call carries it; the host computes its own and compares.
public struct WebhookSignature: Sendable, Equatable {
    /// When the call says it was signed.
    public let signedAt: Date
    /// What was signed ahead of the raw body.
    public let prefix: [UInt8]
    /// The codes the call carries; one that is right is enough.
    public let codes: [[UInt8]]

    public init(signedAt: Date, prefix: [UInt8], codes: [[UInt8]]) {
        self.signedAt = signedAt
        self.prefix = prefix
        self.codes = codes
    }
}

/// What a call says, in the host's terms.
public struct ProviderEvent: Sendable, Equatable {
    /// The provider's id of the event: the same id twice is one event.
    public let id: String
    /// The provider's name of the event, such as `enrollment.complete`.
    public let type: String
    public let subject: Subject

    public enum Subject: Sendable, Equatable {
        case enrolment(EnrolmentHint)
        /// A learning object came, went or changed: its item is read again.
        case content(id: String)
        /// A learning object will retire; the provider's own statement of when, where the event has one.
        case retirement(contentID: String, at: Date?)
        /// Nothing the host keeps.
        case other
    }

    public init(id: String, type: String, subject: Subject) {
        self.id = id
        self.type = type
        self.subject = subject
    }
}

/// What an event tells of an enrolment that is to be read again.
public struct EnrolmentHint: Sendable, Hashable {
    /// The provider's id of the enrolment.
    public let id: String
    public let contentID: String?
    /// When it changed at the latest: the event was sent then.
    public let changedAt: Date?

    public init(id: String, contentID: String? = nil, changedAt: Date? = nil) {
        self.id = id
        self.contentID = contentID
        self.changedAt = changedAt
    }
}
