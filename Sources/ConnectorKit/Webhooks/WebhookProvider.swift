public import Foundation

/// A provider that sends webhook calls if something changed.
///
/// The host receives the call, checks its signature over the raw bytes in constant time, stores it, and only
/// then parses it. A call only says what changed; the host reads the data again from the provider (rule W8).
public protocol WebhookProvider: Provider {
    /// Reads the signature from a call's headers; nil if there is no valid one.
    func signature(of headers: [HTTPHeader]) -> WebhookSignature?

    /// Parses the body of a call whose signature is valid.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the body is not an event.
    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent

    /// Registers the webhook `url` with this secret, or repairs a registration that is switched off, lacks
    /// events or has another secret. A second call changes nothing.
    ///
    /// - Returns: Whether anything had to change.
    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool

    /// Stops the calls to `url`. Does nothing if `url` is not registered.
    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure)

    /// Reads single items again, many with few requests.
    ///
    /// - Returns: A page whose scope is ``CatalogPage/Scope/changes``. Items that no longer exist are among
    ///   its deleted ids.
    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage

    /// Reads the enrolments again that events were about, many with few requests. Needed only if events are about
    /// enrolments; by default they are set aside.
    ///
    /// - Parameters:
    ///   - hints: What an event said about each; no duplicates.
    ///   - connection: The provider and its settings.
    /// - Returns: Those that still exist, in any order.
    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
}

extension WebhookProvider {
    public func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        throw .item("\(descriptor.displayName) cannot read single enrolments again")
    }
}

/// The HMAC-SHA256 signature of a call. The host computes its own and compares.
public struct WebhookSignature: Sendable, Equatable {
    /// When the call says it was signed.
    public let signedAt: Date
    /// The bytes that were signed before the raw body.
    public let prefix: [UInt8]
    /// The codes of the call. One valid code is enough.
    public let codes: [[UInt8]]

    public init(signedAt: Date, prefix: [UInt8], codes: [[UInt8]]) {
        self.signedAt = signedAt
        self.prefix = prefix
        self.codes = codes
    }
}

/// The content of a webhook call.
public struct ProviderEvent: Sendable, Equatable {
    /// The provider's id of the event. Two calls with the same id are one event.
    public let id: String
    /// The provider's name of the event, such as `enrollment.complete`.
    public let type: String
    public let subject: Subject

    public enum Subject: Sendable, Equatable {
        case enrolment(EnrolmentHint)
        /// A learning object was added, removed or changed: its item is read again.
        case content(id: String)
        /// A learning object will be retired, with the date if the event states one.
        case retirement(contentID: String, at: Date?)
        /// Nothing that the host stores.
        case other
    }

    public init(id: String, type: String, subject: Subject) {
        self.id = id
        self.type = type
        self.subject = subject
    }
}

/// What an event says about an enrolment that is to be read again.
public struct EnrolmentHint: Sendable, Hashable {
    /// The provider's id of the enrolment.
    public let id: String
    public let contentID: String?
    /// The latest time of the change: when the event was sent.
    public let changedAt: Date?

    public init(id: String, contentID: String? = nil, changedAt: Date? = nil) {
        self.id = id
        self.contentID = contentID
        self.changedAt = changedAt
    }
}
