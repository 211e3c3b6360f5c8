import CCurl
import ConnectorKit

extension TransferFault {
    /// What is known of the proxy's answer.
    struct ProxyAnswer {
        /// The status of its answer to CONNECT; 0 if there was none.
        var status = 0
        /// Why a SOCKS proxy refused (`CURLPX_…`).
        var error = 0
        /// Whether the certificate of an https proxy was not trusted.
        var isDistrusted = false
    }

    /// Returns the failure if the proxy is the cause; nil if it may not be.
    func failure(of proxy: ProxyServer) -> Failure? {
        guard !wasConnected else { return nil }
        if proxyAnswer.status != 0 {
            return (200...299).contains(proxyAnswer.status) ? nil : refusal(of: proxy)
        }
        let isRight = "is its address right (\(proxy.source)) and is it up?"
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY:
            return .transient(message("the proxy's host name was not found; \(isRight)"))
        case CURLE_COULDNT_CONNECT:
            return .transient(message("the proxy accepts no connection; \(isRight)"))
        case CURLE_OPERATION_TIMEDOUT:
            return .transient(message("the proxy did not answer in time; \(isRight)"))
        case CURLE_PEER_FAILED_VERIFICATION where proxyAnswer.isDistrusted:
            return .configuration(
                message(
                    "the proxy's own certificate is not trusted by the authorities in "
                        + hop.network.authorities.shown))
        case CURLE_SSL_CONNECT_ERROR where proxy.scheme == "https":
            return .transient(message("the TLS handshake with the proxy failed; does it speak https itself?"))
        case CURLE_PROXY: return socksRefusal(of: proxy)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY,
            CURLE_UNSUPPORTED_PROTOCOL:
            return .transient(message("the proxy gave no answer that a proxy gives; \(isRight)"))
        default: return nil
        }
    }

    private func refusal(of proxy: ProxyServer) -> Failure {
        let service = "\(hop.address.host):\(hop.address.port ?? 443)"
        switch proxyAnswer.status {
        case 407 where proxy.hasCredentials:
            return .configuration(
                message(
                    "the proxy refused the user and the password in its address (407); \(credentials(proxy))")
            )
        case 407:
            return .configuration(
                message("the proxy asks for a user and a password (407); \(credentials(proxy))"))
        case 403, 405:
            return .configuration(
                message(
                    "the proxy refused it (\(proxyAnswer.status)); whoever runs the proxy must allow \(service), "
                        + "or `network: no_proxy` must name \(hop.address.host)"))
        case 500...599:
            return .transient(
                message("the proxy could not reach \(service) itself (\(proxyAnswer.status))"))
        default:
            return .configuration(
                message("the proxy refused it (\(proxyAnswer.status)); whoever runs it must allow \(service)")
            )
        }
    }

    /// Where user and password belong.
    private func credentials(_ proxy: ProxyServer) -> String {
        "they stand in its address, http://USER:PASSWORD@…, in \(proxy.source)"
    }

    private func socksRefusal(of proxy: ProxyServer) -> Failure {
        switch UInt32(proxyAnswer.error) {
        case CURLPX_REPLY_NOT_ALLOWED.rawValue:
            .configuration(message("the proxy refused it; whoever runs it must allow \(hop.address.host)"))
        case CURLPX_USER_REJECTED.rawValue, CURLPX_REQUEST_FAILED.rawValue, CURLPX_NO_AUTH.rawValue:
            .configuration(message("the proxy refused the user and the password; \(credentials(proxy))"))
        case CURLPX_REPLY_HOST_UNREACHABLE.rawValue, CURLPX_RESOLVE_HOST.rawValue,
            CURLPX_REPLY_NETWORK_UNREACHABLE.rawValue, CURLPX_REPLY_CONNECTION_REFUSED.rawValue:
            .transient(message("the proxy could not reach \(hop.address.host) itself"))
        default:
            .transient(
                message(
                    "the proxy gave no answer that a SOCKS proxy gives; is its address right (\(proxy.source))?"
                ))
        }
    }
}
