import Foundation

/// Plain sockets of 127.0.0.1.
package enum Loopback {
    package struct SocketError: Error {
        let code = errno
    }

    /// A socket that listens on a free port.
    package static func listener(backlog: Int32 = 1) throws -> (socket: Int32, port: Int) {
        let listener = try socket()
        do {
            var address = address(port: 0)
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
                guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
                guard bind(listener, start, size) == 0, listen(listener, backlog) == 0 else { return -1 }
                return getsockname(listener, start, &size)
            }
            guard code == 0 else { throw SocketError() }
            return (listener, Int(UInt16(bigEndian: address.sin_port)))
        } catch {
            close(listener)
            throw error
        }
    }

    /// A port that was free a moment ago, for a program whose address must be known before it starts.
    package static func freePort() throws -> Int {
        let (socket, port) = try listener()
        close(socket)
        return port
    }

    /// A socket that is connected to a port.
    package static func connection(to port: Int) throws -> Int32 {
        let socket = try socket()
        var address = address(port: port)
        let code = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            return connect(socket, start, socklen_t(bytes.count))
        }
        guard code == 0 else {
            defer { close(socket) }
            throw SocketError()
        }
        return socket
    }

    private static func socket() throws -> Int32 {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw SocketError() }
        return socket
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
