import CCurl
import ConnectorKit
import Foundation

/// A running transfer on the driver's thread. It receives the response and reports the result.
final class Transfer {
    let handle: EasyHandle
    let receiver: Receiver
    private let hop: Hop
    private let started = ContinuousClock.now
    private var body: [UInt8] = []
    private var received = 0
    private var hash = BodyHash()
    private var headerBytes = 0
    /// Why a callback stopped the transfer. libcurl only knows that one did.
    private var refusal: Failure?
    /// Whether no connection was made to an address of the host, since it is private.
    private var refusedAddress = false

    var id: UInt64 { hop.id }
    var request: HTTPRequest { hop.request }

    init(_ submission: Submission, on handle: EasyHandle) {
        self.handle = handle
        hop = submission.hop
        receiver = submission.receiver
    }

    /// Returns the transfer that uses a handle.
    static func of(_ easy: OpaquePointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { return nil }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Sets up the handle. The driver keeps the transfer alive for as long as the handle can call it.
    ///
    /// - Parameter names: Names that are not looked up; they must outlive the transfer.
    func prepare(names: UnsafeMutablePointer<curl_slist>?) -> CURLcode {
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_PRIVATE, pointer: context)
        handle.set(CURLOPT_WRITEDATA, pointer: context)
        handle.set(CURLOPT_HEADERDATA, pointer: context)
        handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                .receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        handle.set(CURLOPT_HEADERFUNCTION) { _, size, count, context in
            guard let context else { return 0 }
            return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receiveHeader(size * count)
        }
        handle.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        handle.set { context, _, address in
            guard let context, let address else { return CURL_SOCKET_BAD }
            return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().openSocket(address)
        }
        if names != nil { handle.set(CURLOPT_RESOLVE, pointer: names) }
        return handle.prepare(hop, bodyBytesMatter: hop.bodyBytes < .max)
    }

    /// Opens the socket of a new connection, unless its address is a private one that is not to be called
    /// (rule L15). A kept connection was opened for the same host and port under the same settings.
    ///
    /// The address of a proxy is exempt: it stands in a file or in the environment. What the proxy connects to
    /// cannot be seen.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        if hop.proxy == nil, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) {
            let start = UnsafeRawPointer(address).advanced(by: offset).assumingMemoryBound(to: sockaddr.self)
            guard let ip = IPAddress(start), hop.network.privateAddresses.allows(ip, for: hop.address) else {
                refusedAddress = true
                return CURL_SOCKET_BAD
            }
        }
        let to = address.pointee
        return socket(to.family, to.socktype | Int32(SOCK_CLOEXEC.rawValue), to.protocol)
    }

    /// Returns the result, read from the handle.
    func result(_ code: CURLcode) -> Result<HTTPResponse, Failure> {
        if let refusal { return .failure(refusal) }
        guard code == CURLE_OK else {
            if refusedAddress, handle.information(CURLINFO_CONNECT_TIME_T) == 0 {
                return .failure(
                    .configuration("\(request.label): \(PrivateAddresses.problem(with: hop.address))"))
            }
            let fault = TransferFault(
                code: code, hop: hop, systemError: handle.systemError, detail: handle.detail,
                wasConnected: handle.information(CURLINFO_PRETRANSFER_TIME_T) > 0,
                elapsed: started.duration(to: .now), received: received,
                proxyAnswer: .init(
                    status: handle.connectStatus, error: handle.proxyError,
                    isDistrusted: handle.distrustsProxy))
            return .failure(fault.failure)
        }
        let hashed = request.hashedBytes
        let response = HTTPResponse(
            status: handle.status, headers: handle.responseHeaders, body: body,
            hash: hashed > 0 && body.count >= hashed ? .init(bytes: hashed, value: hash.value) : nil)
        body = []
        return .success(response)
    }

    /// Returns the request to send in place of one whose body libcurl would not decode, since its
    /// `Content-Encoding` names no encoding but, by mistake, a character set (rule L8); nil for any other result.
    func undecoded(_ code: CURLcode) -> Submission? {
        guard code == CURLE_BAD_CONTENT_ENCODING, request.repeatable, hop.decodesBody, received == 0,
            let name = handle.responseHeaders.last(where: { $0.name.lowercased() == "content-encoding" })?
                .value
                .lowercased(),
            ["utf", "iso-8859-", "windows-", "us-ascii", "ascii", "binary", "8bit", "7bit"].contains(
                where: name.hasPrefix)
        else { return nil }
        var again = hop
        again.decodesBody = false
        again.timeLeft -= started.duration(to: .now)
        return Submission(hop: again, receiver: receiver)
    }

    // MARK: - Receiving

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= hop.bodyBytes - received else {
            refusal = hop.bodyTooLarge
            return 0
        }
        switch receiver {
        case .whole:
            if received == 0 {
                let announced = handle.information(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
                body.reserveCapacity(min(max(announced, bytes.count), hop.bodyBytes))
            }
            body.append(contentsOf: bytes)
            let hashed = min(request.hashedBytes - received, bytes.count)
            if hashed > 0 { hash.add(UnsafeRawBufferPointer(rebasing: bytes[..<hashed])) }
        case .chunks(let pipe):
            if received == 0 {
                pipe.begin(HTTPResponse(status: handle.status, headers: handle.responseHeaders))
            }
            guard pipe.offer(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        }
        received += bytes.count
        return bytes.count
    }

    private func receiveHeader(_ count: Int) -> Int {
        headerBytes += count
        guard headerBytes <= TransferLimits.headerBytes else {
            refusal = .contract(
                "\(request.label): the headers of the answer are larger than "
                    + "\(TransferLimits.headerBytes >> 10) KiB")
            return 0
        }
        return count
    }
}
