import ConnectorKit

/// One hop of a request, checked and ready to send.
struct Hop: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let address: WebAddress
    let limits: TransferLimits
    let network: NetworkSettings
    let proxy: ProxyServer?
    /// What remains of ``TransferLimits/whole`` after the previous hops.
    var timeLeft: Duration
    let bodyBytes: Int
    /// Whether libcurl asks for encoded bodies, and decodes them.
    var decodesBody = true

    /// - Throws: ``Failure/configuration(_:)`` if a header would change the meaning of the request
    ///   (RFC 9110, 5.5); its value is not shown, since it may be a token. Also if the environment names no proxy
    ///   that could be used.
    init(
        id: UInt64, trail: RedirectTrail, limits: TransferLimits, network: NetworkSettings,
        timeLeft: Duration, bodyBytes: Int
    ) throws(Failure) {
        for header in trail.request.headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isNameByte) else {
                throw .configuration(
                    "\(trail.request.label): a header name holds more than letters, digits and -_.")
            }
            guard !header.value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) else {
                throw .configuration(
                    "\(trail.request.label): the value of the header \(header.name) holds a line break; "
                        + "was a line end pasted with it?")
            }
        }
        self.id = id
        request = trail.request
        address = trail.address
        self.limits = limits
        self.network = network
        do throws(Failure) { proxy = try network.proxy(for: trail.address) } catch {
            throw error.mapMessage { "\(trail.request.label): \($0)" }
        }
        self.timeLeft = timeLeft
        self.bodyBytes = bodyBytes
    }

    var route: NetworkRoute {
        NetworkRoute(
            address: address.origin, proxy: proxy.map { "\($0.shown) (\($0.source))" },
            authorities: address.scheme == "https" ? network.authorities.shown : nil)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// A hop and the receiver of its result.
struct Submission: Sendable {
    let hop: Hop
    let receiver: Receiver
}

/// The receiver of a response.
enum Receiver: Sendable {
    case whole(CheckedContinuation<Result<HTTPResponse, Failure>, Never>)
    case chunks(BodyPipe)
}
