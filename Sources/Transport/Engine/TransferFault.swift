import CCurl
import ConnectorKit
import Foundation

/// Why libcurl gave up a transfer, and the ``Failure`` that it means.
struct TransferFault {
    let code: CURLcode
    let hop: Hop
    /// `errno` of the failed system call, or 0.
    let systemError: Int
    /// libcurl's own error text. Used only for certificates, since it may hold anything.
    let detail: String
    /// Whether the request was sent, or may have been.
    let wasConnected: Bool
    let elapsed: Duration
    /// The decoded bytes of the body.
    let received: Int
    let proxyAnswer: ProxyAnswer

    var failure: Failure {
        if let proxy = hop.proxy, let failure = failure(of: proxy) { return failure }
        if let problem = clientCertificateProblem { return .credentials(message(problem)) }
        return switch code {
        case CURLE_PEER_FAILED_VERIFICATION: .configuration(message(certificateProblem))
        case CURLE_SSL_CACERT_BADFILE:
            .configuration(
                message(
                    "the trusted certificate authorities cannot be read: \(hop.network.authorities.shown)"))
        case CURLE_FILESIZE_EXCEEDED: hop.bodyTooLarge
        case CURLE_BAD_CONTENT_ENCODING:
            .contract(message("the body is not encoded as its Content-Encoding header says"))
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            .contract(message("the answer is not HTTP; is the address that of a web service?"))
        case CURLE_OUT_OF_MEMORY: .fatal(message("out of memory"))
        default: .transient(message(transientCause))
        }
    }

    /// Names the proxy if it may be the cause.
    func message(_ cause: String) -> String {
        guard let proxy = hop.proxy, !wasConnected else { return "\(hop.request.label): \(cause)" }
        return "\(hop.request.label): could not reach \(hop.address.origin) through the proxy "
            + "\(proxy.shown): \(cause)"
    }

    private var transientCause: String {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            "the host name was not found; is the address right and is there a network?"
        case CURLE_COULDNT_CONNECT: connectionProblem
        case CURLE_OPERATION_TIMEDOUT: timeout
        case CURLE_SSL_CONNECT_ERROR:
            "the TLS handshake failed; does the service speak https at this address?"
        case CURLE_GOT_NOTHING: "the connection was closed before an answer came"
        case CURLE_PARTIAL_FILE: "the answer was cut off after \(received) bytes"
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            (wasReset ? "the connection was reset" : "the connection broke off") + certificateHint
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: "the service ended the HTTP/2 stream"
        default:
            "the transfer failed (libcurl \(code.rawValue): \(String(cString: curl_easy_strerror(code))))"
        }
    }

    /// The alert may be lost with the connection.
    private var certificateHint: String {
        hop.request.certificate == nil || received > 0
            ? "" : "; a service that refuses the client certificate may do so"
    }

    private var wasReset: Bool { [Int(ECONNRESET), Int(EPIPE)].contains(systemError) }

    private var connectionProblem: String {
        switch Int32(systemError) {
        case ECONNREFUSED: "the connection was refused; is the address right and the service up?"
        case ENETUNREACH, EHOSTUNREACH: "the host cannot be reached; is there a network?"
        default: "no connection could be made; is the address right and the service up?"
        }
    }

    private var timeout: String {
        let limits = hop.limits
        if elapsed.milliseconds >= hop.timeLeft.milliseconds {
            return "no complete answer within \(limits.whole.text)"
        }
        if !wasConnected { return "no connection within \(limits.connect.text); is the service up?" }
        return "nothing was received for \(limits.idle.wholeSeconds) s"
    }

    /// Why the client's own certificate, or the lack of one, ended the connection: libcurl could not use it, or the server
    /// ended the handshake with one of the alerts of RFC 8446, section 6.2.
    private var clientCertificateProblem: String? {
        if code == CURLE_SSL_CERTPROBLEM {
            return "the client certificate cannot be used; do certificate and private key belong together?"
        }
        guard hop.address.scheme == "https", detail.contains(" alert ") else { return nil }
        guard hop.request.certificate != nil else {
            return detail.contains("certificate required") ? "the service demands a client certificate" : nil
        }
        let refusals = ["certificate", "unknown ca", "decrypt error", "access denied"]
        return refusals.contains { detail.contains($0) } ? "the service refused the client certificate" : nil
    }

    private var certificateProblem: String {
        let marker = "SSL certificate problem: "
        if let range = detail.range(of: marker) {
            return "the server's certificate is not trusted (\(detail[range.upperBound...])) by the "
                + "authorities in \(hop.network.authorities.shown); `network: ca` in the host's file names the "
                + "file of another authority, such as a company's"
        }
        return "the server's certificate is not for \(hop.address.host); is the address right?"
    }
}

extension Hop {
    var bodyTooLarge: Failure {
        .contract("\(request.label): the body of the answer is larger than \(Self.size(bodyBytes))")
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
    }
}
