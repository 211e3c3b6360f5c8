import Foundation
import Postgres
import Synchronization

/// A way to the server that is cut at a moment of the test's choice.
package final class CuttingProxy: Sendable {
    /// When a link is cut.
    package enum Cut: Sendable {
        /// Before the server has the bytes.
        case before(String)
        /// When the server has answered them, before the client has its answer.
        case after(String)
    }

    /// The URL of the database by way of the proxy.
    package let url: String
    private let listener: Int32
    private let server: String
    private let cut = Mutex<Cut?>(nil)
    private let cuts = Mutex(0)
    private let links = Mutex<[ObjectIdentifier: Link]>([:])

    /// - Parameter url: of the server itself, by a folder with its socket.
    package init(to url: String) throws {
        let settings = try PostgresSettings(url: url)
        server = "\(settings["host"] ?? "")/.s.PGSQL.\(settings["port"] ?? "5432")"
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw PostgresServer.NoServer(description: "no port for the proxy") }
        let port = UInt16(bigEndian: address.sin_port)
        self.url =
            "postgres://\(settings["user"] ?? "postgres")@127.0.0.1:\(port)/\(settings["dbname"] ?? "")"
        Thread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 { pass(client) }
        }.start()
    }

    /// Cuts the next link that comes to this moment; once.
    package func cut(_ moment: Cut) { cut.withLock { $0 = moment } }

    /// Cuts all links that there are, wherever they are.
    package func cutAll() { for link in links.withLock({ Array($0.values) }) { cut(link) } }

    private func cut(_ link: Link) {
        cuts.withLock { $0 += 1 }
        link.shutDown()
    }

    /// How many links were cut.
    package var count: Int { cuts.withLock { $0 } }

    package func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func pass(_ client: Int32) {
        let target = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: server.utf8) }
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(target, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else {
            Foundation.close(client)
            Foundation.close(target)
            return
        }
        let link = Link(client, target)
        links.withLock { $0[ObjectIdentifier(link)] = link }
        Thread { [self] in
            Self.copy(client, target) { bytes in
                switch takeCut(in: bytes) {
                case .before?: return false
                case .after?: link.markForCut()
                case nil: break
                }
                return true
            }
            end(link)
        }.start()
        Thread { [self] in
            Self.copy(target, client) { _ in !link.isMarkedForCut }
            end(link)
        }.start()
    }

    /// Both ways come here.
    private func end(_ link: Link) {
        link.shutDown()
        guard link.endWay() else { return }
        links.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(link)) }
        link.close()
    }

    private func takeCut(in bytes: [UInt8]) -> Cut? {
        cut.withLock { cut in
            let text = String(decoding: bytes, as: UTF8.self)
            switch cut {
            case .before(let word) where text.contains(word), .after(let word) where text.contains(word):
                let taken = cut
                cut = nil
                cuts.withLock { $0 += 1 }
                return taken
            default: return nil
            }
        }
    }

    private static func copy(_ from: Int32, _ to: Int32, _ mayPass: ([UInt8]) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(from, &buffer, buffer.count), count > 0 {
            let bytes = Array(buffer[..<count])
            guard mayPass(bytes) else { return }
            var sent = 0
            while sent < count {
                let now = bytes[sent...].withUnsafeBytes {
                    send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard now > 0 else { return }
                sent += now
            }
        }
    }
}

private final class Link: Sendable {
    private let client: Int32
    private let server: Int32
    private let state = Mutex((isMarkedForCut: false, ways: 2))

    init(_ client: Int32, _ server: Int32) {
        self.client = client
        self.server = server
    }

    var isMarkedForCut: Bool { state.withLock { $0.isMarkedForCut } }

    func markForCut() { state.withLock { $0.isMarkedForCut = true } }

    /// Whether it was the last of both.
    func endWay() -> Bool {
        state.withLock { state in
            state.ways -= 1
            return state.ways == 0
        }
    }

    /// Does nothing once both ways have ended: the numbers may be another link's.
    func shutDown() {
        state.withLock { state in
            guard state.ways > 0 else { return }
            for socket in [client, server] { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    func close() {
        for socket in [client, server] { Foundation.close(socket) }
    }
}
