import ConfigurationFiles
import Foundation
import Host
import NIOCore

/// Why the server cannot listen on its address.
package struct CannotListen: Error, CustomStringConvertible {
    package let description: String

    /// Returns nil for an unrelated error.
    init?(_ error: any Error, at address: ListenAddress) {
        let reason: String
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: reason = "the port is in use; stop what uses it, or set another one"
        case EACCES: reason = "a port below 1024 needs rights that this process does not have"
        case EADDRNOTAVAIL: reason = "this machine does not have the address"
        case .some: reason = "\(error)"
        case nil:
            guard error is SocketAddressError else { return nil }
            reason = "the name is not known"
        }
        description = "cannot listen on \(address): \(reason); `http: listen` in tributary.yaml says where"
    }
}
