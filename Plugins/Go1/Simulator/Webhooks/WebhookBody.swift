import SimulatorSupport
import ConnectorKit
import Foundation

/// The body of a request that writes a webhook, checked against the published description.
///
/// Refusing unknown members and addresses that are not http(s) is our decision.
struct WebhookBody {
    private let members: [String: JSONValue]

    private static let known: Set<String> = [
        "name", "url", "secret_key", "event_types", "auth_type", "oauth2", "integration_system_id",
    ]
    private static let oauthMembers: Set<String> = [
        "grant_type", "client_id", "client_secret", "authentication_server_url", "scope",
    ]
    /// "Secret at most 64 characters" (rule G12).
    private static let longestSecret = 64

    /// - Parameters:
    ///   - more: The names of further allowed members.
    ///   - types: The allowed content types.
    /// - Throws: ``Refusal`` 400 for the first problem.
    init(_ request: PortalRequest, more: Set<String> = [], types: [String]) throws(Refusal) {
        let type = request.header("content-type")?.split(separator: ";").first?.lowercased()
        guard let type, types.contains(type) else {
            throw .invalid("Content-Type is \(type ?? "missing"); \(types[0]) was expected")
        }
        guard let members = try? JSONValue(request.body).members else {
            throw .invalid("the body is no JSON object")
        }
        let strangers = Set(members.keys).subtracting(Self.known.union(more))
        if let stranger = strangers.min() { throw .invalid("\"\(stranger)\" is no member of a webhook") }
        self.members = members
    }

    func text(_ name: String) throws(Refusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.text, !text.isEmpty else { throw .invalid("\(name) is no text") }
        return text
    }

    func url() throws(Refusal) -> String? {
        guard let url = try text("url") else { return nil }
        let parts = URLComponents(string: url)
        guard ["http", "https"].contains(parts?.scheme?.lowercased()), parts?.host?.isEmpty == false else {
            throw .invalid("url is no absolute http(s) address")
        }
        return url
    }

    func secret() throws(Refusal) -> String? {
        guard let secret = try text("secret_key") else { return nil }
        guard secret.count <= Self.longestSecret else {
            throw .invalid("secret_key has \(secret.count) characters; at most 64 were expected")
        }
        return secret
    }

    func eventTypes() throws(Refusal) -> [String]? {
        guard let value = members["event_types"] else { return nil }
        guard let types = value.texts, !types.isEmpty else {
            throw .invalid("event_types is no list of texts, or an empty one")
        }
        if let unknown = types.first(where: { !Webhook.eventTypes.contains($0) }) {
            throw .invalid("there is no event type \"\(unknown)\"")
        }
        return types
    }

    func status() throws(Refusal) -> Webhook.Status? {
        guard let text = try text("status") else { return nil }
        guard let status = Webhook.Status(rawValue: text) else {
            throw .invalid("status is \"\(text)\"; one of active, inactive was expected")
        }
        return status
    }

    func oauth2() throws(Refusal) -> [String: String]? {
        guard let type = try text("auth_type") else {
            if members["oauth2"] != nil { throw .invalid("oauth2 is given without auth_type") }
            return nil
        }
        guard type == "oauth2" else { throw .invalid("auth_type is \"\(type)\"; oauth2 was expected") }
        guard let fields = members["oauth2"]?.members?.mapValues(\.text) as? [String: String],
            Set(fields.keys).isSubset(of: Self.oauthMembers)
        else { throw .invalid("oauth2 is no object of the texts auth_type oauth2 needs") }
        return fields
    }

    /// Applies the given members to a webhook.
    func apply(to webhook: inout Webhook) throws(Refusal) {
        if let name = try text("name") { webhook.name = name }
        if let url = try url() { webhook.url = url }
        if let secret = try secret() { webhook.secret = secret }
        if let types = try eventTypes() { webhook.eventTypes = types }
        if let status = try status() { webhook.status = status }
        if let oauth2 = try oauth2() { webhook.oauth2 = oauth2 }
        if let system = try text("integration_system_id") { webhook.integrationSystem = system }
        guard
            webhook.integrationSystem != nil
                || !webhook.eventTypes.contains("content.library.sync.request")
        else { throw .invalid("content.library.sync.request needs integration_system_id") }
    }
}
