import ConnectorKit
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A call as it came.
struct CaughtCall: Sendable {
    let path: String
    let headers: [HTTPHeader]
    let body: [UInt8]
}

/// Listens on 127.0.0.1, keeps what comes and answers 204: the least of a server, since this module has none.
final class CallCatcher: Sendable {
    let calls: AsyncStream<CaughtCall>
    /// Such as `http://127.0.0.1:8361`.
    let url: String

    private let listener: Int32
    private let isClosed = Atomic(false)
    private let caught: AsyncStream<CaughtCall>.Continuation

    init() throws {
        (calls, caught) = AsyncStream.makeStream()
        #if canImport(Darwin)
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (listener, length)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
                    ? getsockname(listener, pointer, &length) : -1
            }
        }
        guard listener >= 0, result == 0 else {
            throw Violation("no port can be had on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { [self] in
            while case let line = accept(listener, nil, nil), line >= 0 { serve(line) }
            _ = Self.close(listener)
            caught.finish()
        }
    }

    /// Ends the calls; may be done twice.
    func close() {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ line: Int32) {
        defer { _ = Self.close(line) }
        guard let call = Self.read(line) else { return }
        caught.yield(call)
        let answer = Array("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".utf8)
        _ = send(line, answer, answer.count, Self.quietly)
    }

    /// One request with a stated length; nil if the caller goes before it is whole.
    private static func read(_ line: Int32) -> CaughtCall? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(line, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
            guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { continue }
            let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                .components(separatedBy: "\r\n")
            let headers = lines.dropFirst().compactMap { line -> HTTPHeader? in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                return HTTPHeader(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
            }
            let stated = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
            guard bytes.count - end.upperBound >= stated ?? 0 else { continue }
            return CaughtCall(
                path: String(lines[0].split(separator: " ").dropFirst().first ?? ""), headers: headers,
                body: Array(bytes[end.upperBound...]))
        }
    }

    private static func close(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #elseif canImport(Musl)
            Musl.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }

    /// A caller that went is no signal.
    private static var quietly: Int32 {
        #if canImport(Darwin)
            0
        #else
            Int32(MSG_NOSIGNAL)
        #endif
    }
}
