import ConnectorKit

/// A request on its way through redirects.
///
/// A GET follows 301, 302, 303, 307 and 308 as a GET. Another method follows only 303, which turns it
/// into a GET without body (RFC 9110, 15.4.4); repeating a body elsewhere is left to the caller, who
/// gets the answer as it came (our decision, as is the number of hops).
struct RedirectTrail {
    private(set) var request: HTTPRequest
    private(set) var address: WebAddress
    private var followed = 0

    static let longest = 5

    /// - Throws: ``Failure/configuration(_:)`` for an address that may not be called.
    init(_ request: HTTPRequest) throws(Failure) {
        guard let address = WebAddress(request.url) else {
            let problem = AddressPolicy.problem(with: request.url) ?? "unreadable URL"
            throw .configuration("\(request.label): \(problem)")
        }
        if let problem = AddressPolicy.problem(with: address) {
            throw .configuration("\(request.label): \(problem)")
        }
        self.request = request
        self.address = address
    }

    /// Moves on to where the answer leads.
    ///
    /// - Returns: false where the answer is no redirect to follow, and so the final one.
    /// - Throws: ``Failure/configuration(_:)`` where it leads to an address that may not be called,
    ///   ``Failure/contract(_:)`` where it leads nowhere or too far.
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
        if request.method != .get {
            request.method = .get
            dropBody()
        }
        if !next.sharesOrigin(with: address) {
            // Which of a caller's headers are credentials cannot be known, so few go along.
            request.headers.removeAll { !Self.harmless.contains($0.name.lowercased()) }
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
