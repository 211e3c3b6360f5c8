import ConnectorKit

/// A request and the redirects it has followed.
///
/// A GET follows 301, 302, 303, 307 and 308 as a GET. Another method follows only 303, which turns it into a
/// GET without body (RFC 9110, 15.4.4). Otherwise the caller gets the redirect itself and decides whether to
/// send the body elsewhere (our decision, like the number of hops).
struct RedirectTrail {
    private(set) var request: HTTPRequest
    private(set) var address: WebAddress
    private let privateAddresses: PrivateAddresses
    private var followed = 0

    static let longest = 5

    /// - Throws: ``Failure/configuration(_:)`` if the address is not allowed.
    init(_ request: HTTPRequest, within privateAddresses: PrivateAddresses) throws(Failure) {
        guard let address = WebAddress(request.url) else {
            let problem = AddressPolicy.problem(with: request.url) ?? "unreadable URL"
            throw .configuration("\(request.label): \(problem)")
        }
        if let problem = AddressPolicy.problem(with: address) {
            throw .configuration("\(request.label): \(problem)")
        }
        guard !privateAddresses.refuses(address) else {
            throw .configuration("\(request.label): \(PrivateAddresses.problem(with: address))")
        }
        self.privateAddresses = privateAddresses
        self.request = request
        self.address = address
    }

    /// Moves on to the target of a redirect.
    ///
    /// - Returns: False if the response is not a redirect to follow, and so the final one.
    /// - Throws: ``Failure/configuration(_:)`` if the target is not allowed, ``Failure/contract(_:)`` if it
    ///   is unreadable or one redirect too many.
    mutating func follow(_ answer: HTTPResponse) throws(Failure) -> Bool {
        guard follows(answer.status), let location = answer.header("Location") else { return false }
        guard followed < Self.longest else {
            throw .contract(
                "\(request.label): more than \(Self.longest) redirects; is the service's address right?")
        }
        guard let next = address.resolving(location) else {
            throw .contract("\(request.label): redirected (\(answer.status)) to an unreadable address")
        }
        if let problem = AddressPolicy.problem(with: next) {
            throw .configuration("\(request.label): redirected (\(answer.status)), but \(problem)")
        }
        guard address.scheme == next.scheme || next.scheme == "https" else {
            throw .configuration(
                "\(request.label): redirected (\(answer.status)) from https to \(next.origin), "
                    + "which is not encrypted; the service must stay on https")
        }
        guard !privateAddresses.refuses(next) else {
            throw .configuration(
                "\(request.label): redirected (\(answer.status)), but \(PrivateAddresses.problem(with: next))"
            )
        }
        if request.method != .get {
            request.method = .get
            dropBody()
        }
        if !next.sharesOrigin(with: address) {
            // Any of the caller's headers may be a credential, so only harmless ones are kept.
            request.headers.removeAll { !Self.harmless.contains($0.name.lowercased()) }
            request.certificate = nil
            dropBody()
        }
        request.url = next.url
        address = next
        followed += 1
        return true
    }

    private static let harmless: Set = ["accept", "accept-language", "user-agent"]

    private func follows(_ status: Int) -> Bool {
        switch status {
        case 303: true
        case 301, 302, 307, 308: request.method == .get
        default: false
        }
    }

    private mutating func dropBody() {
        request.body = nil
        request.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
    }
}
