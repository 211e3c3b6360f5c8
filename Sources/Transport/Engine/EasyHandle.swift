import CCurl
import ConnectorKit
import Foundation

/// A libcurl handle and the memory that its options point to, for one request.
///
/// A handle is not reused: libcurl 7.88 may keep the receive buffer of a handle that was reset, and then
/// occasionally refuses its options.
final class EasyHandle {
    let raw: OpaquePointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var firstError = CURLE_OK

    /// Returns nil if there is no memory for it.
    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    /// libcurl's error text; empty if there is none.
    var detail: String { String(cString: errorText) }

    func information(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_offset(raw, info, &value) == CURLE_OK ? Int(value) : 0
    }

    var status: Int { longInformation(CURLINFO_RESPONSE_CODE) }
    /// The status of the proxy's last answer to CONNECT, or 0.
    var connectStatus: Int { longInformation(CURLINFO_HTTP_CONNECTCODE) }
    /// Why a SOCKS proxy refused (`CURLPX_…`).
    var proxyError: Int { longInformation(CURLINFO_PROXY_ERROR) }
    /// Whether the certificate of an https proxy was not trusted.
    var distrustsProxy: Bool { longInformation(CURLINFO_PROXY_SSL_VERIFYRESULT) != 0 }
    var systemError: Int { longInformation(CURLINFO_OS_ERRNO) }

    /// The headers of the final response, without those of 1xx responses and trailers.
    var responseHeaders: [HTTPHeader] {
        var found: [HTTPHeader] = []
        var header: UnsafeMutablePointer<curl_header>?
        while let next = curl_easy_nextheader(raw, UInt32(CURLH_HEADER), -1, header) {
            // libcurl 7.88 leaves the line end in an empty value.
            let value = String(cString: next.pointee.value)
            let isPadded =
                value.utf8.first.map(Self.isBlank) ?? false || value.utf8.last.map(Self.isBlank) ?? false
            found.append(
                HTTPHeader(
                    String(cString: next.pointee.name),
                    isPadded ? value.trimmed : value))
            header = next
        }
        return found
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 32 }

    /// Sets every option of a request.
    ///
    /// - Returns: libcurl's first error, for example for an option that it was built without.
    func prepare(_ hop: Hop, bodyBytesMatter: Bool) -> CURLcode {
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
        set(CURLOPT_URL, hop.address.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        // Without this option, a cancelled request whose name lookup hangs would block all others.
        set(CURLOPT_QUICK_EXIT, 1)
        setProxy(hop)
        setSecurity(hop)
        setLimits(hop, bodyBytesMatter: bodyBytesMatter)
        setMethod(hop.request)
        setHeaders(hop.request)
        // libcurl repeats a request if a kept connection turns out to be closed. A request that must not be
        // sent twice gets a new connection, for which libcurl never does so.
        set(CURLOPT_FRESH_CONNECT, hop.request.repeatable ? 0 : 1)
        return firstError
    }

    /// libcurl reads neither proxy nor exceptions from the environment: ``Hop`` has decided.
    private func setProxy(_ hop: Hop) {
        set(CURLOPT_PROXY, hop.proxy?.url.reveal() ?? "")
        set(CURLOPT_NOPROXY, "")
        // The headers of the proxy's answer to CONNECT are no headers of the response.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setSecurity(_ hop: Hop) {
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let file = hop.network.authorities.file?.path {
            set(CURLOPT_CAINFO, file)
            set(CURLOPT_PROXY_CAINFO, file)
        }
        if let directory = hop.network.authorities.directory?.path {
            set(CURLOPT_CAPATH, directory)
            set(CURLOPT_PROXY_CAPATH, directory)
        }
        if let certificate = hop.request.certificate { set(certificate) }
        let encrypted = hop.address.scheme == "https"
        set(CURLOPT_HTTP_VERSION, encrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        // Wait for the handshake, which shows whether the connection can be shared, before opening more.
        set(CURLOPT_PIPEWAIT, encrypted ? 1 : 0)
    }

    /// Certificate and key go to libcurl from memory, so that neither needs a file.
    private func set(_ certificate: ClientCertificate) {
        // Without a passphrase OpenSSL would ask for one on the terminal.
        set(CURLOPT_KEYPASSWD, "")
        var pem = certificate.pem.reveal()
        pem.withUTF8 { bytes in
            var blob = curl_blob(
                data: UnsafeMutableRawPointer(mutating: bytes.baseAddress), len: bytes.count,
                flags: UInt32(CURL_BLOB_COPY))
            set(CURLOPT_SSLCERT_BLOB, pointer: &blob)
            set(CURLOPT_SSLKEY_BLOB, pointer: &blob)
        }
    }

    private func setLimits(_ hop: Hop, bodyBytesMatter: Bool) {
        set(CURLOPT_CONNECTTIMEOUT_MS, hop.limits.connect.milliseconds)
        set(CURLOPT_TIMEOUT_MS, hop.timeLeft.milliseconds)
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, hop.limits.idle.wholeSeconds)
        if bodyBytesMatter { set(CURLOPT_MAXFILESIZE_LARGE, offset: hop.bodyBytes) }
        set(CURLOPT_BUFFERSIZE, 128 << 10)
        if hop.decodesBody { set(CURLOPT_ACCEPT_ENCODING, "") }
    }

    private func setMethod(_ request: HTTPRequest) {
        set(request.method == .post ? CURLOPT_POST : CURLOPT_HTTPGET, 1)
        let announcesBody = [.post, .put, .patch].contains(request.method)
        if request.body != nil || announcesBody {
            let body = request.body ?? []
            set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
            body.withUnsafeBytes { bytes in
                // An empty array has no address, and libcurl would read the body from standard input.
                var nothing: UInt8 = 0
                withUnsafeMutablePointer(to: &nothing) { empty in
                    let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
                    set(CURLOPT_COPYPOSTFIELDS, pointer: start ?? UnsafeMutableRawPointer(empty))
                }
            }
        }
        if request.method != .post { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    }

    private func setHeaders(_ request: HTTPRequest) {
        let names = Set(request.headers.map { $0.name.lowercased() })
        // libcurl would add its own content type and wait a second for "100 Continue" before large bodies.
        add("Expect:")
        if !names.contains("content-type") { add("Content-Type:") }
        if !names.contains("user-agent") { add("User-Agent: Tributary") }
        for header in request.headers {
            add(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        set(CURLOPT_HTTPHEADER, pointer: headers)
    }

    private func add(_ line: String) {
        guard let longer = curl_slist_append(headers, line) else { return note(CURLE_OUT_OF_MEMORY) }
        headers = longer
    }

    // MARK: - One option

    func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_long(raw, option, value)) }
    func set(_ option: CURLoption, offset: Int) {
        note(ccurl_set_offset(raw, option, curl_off_t(offset)))
    }
    func set(_ option: CURLoption, _ value: String?) { note(ccurl_set_string(raw, option, value)) }
    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        note(ccurl_set_pointer(raw, option, pointer))
    }
    func set(_ option: CURLoption, callback: curl_write_callback) {
        note(ccurl_set_callback(raw, option, callback))
    }

    func set(opensocket: curl_opensocket_callback) { note(ccurl_set_opensocket(raw, opensocket)) }

    private func note(_ code: CURLcode) {
        if firstError == CURLE_OK { firstError = code }
    }

    private func longInformation(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }
}
