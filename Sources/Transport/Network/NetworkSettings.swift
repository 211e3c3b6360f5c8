import ConnectorKit

/// How the services that are called are reached (rules L14 and L15).
package struct NetworkSettings: Sendable, Equatable {
    package enum Proxy: Sendable, Equatable {
        case none
        case server(ProxyServer)
        /// The environment variable of this name holds no proxy's address.
        case unreadable(variable: String)
    }

    package var proxy = Proxy.none
    package var exceptions = ProxyExceptions()
    package var authorities = TrustedAuthorities()
    package var privateAddresses: PrivateAddresses

    /// No proxy, the machine's authorities.
    package init(privateAddresses: PrivateAddresses = PrivateAddresses()) {
        self.privateAddresses = privateAddresses
    }

    /// No proxy, the machine's authorities, and every address, for simulators and tests.
    package static let unrestricted = NetworkSettings(privateAddresses: .unrestricted)

    /// What the environment says, read as curl reads it for https: a variable in lower case comes first, and
    /// an empty one is none.
    package init(environment: [String: String]) {
        self.init()
        func variable(_ names: String...) -> (name: String, value: String)? {
            names.lazy.compactMap { name in environment[name].map { (name, $0) } }.first { !$0.1.isEmpty }
        }
        if let (name, value) = variable("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY") {
            proxy = ProxyServer(value, source: name).map(Proxy.server) ?? .unreadable(variable: name)
        }
        if let (_, list) = variable("no_proxy", "NO_PROXY") { exceptions = ProxyExceptions(list) }
        authorities = TrustedAuthorities(environment: environment)
    }

    /// The proxy for an address. Plain http, which is only for this machine, never uses one.
    func proxy(for address: WebAddress) throws(Failure) -> ProxyServer? {
        guard address.scheme == "https", !exceptions.contain(address.host) else { return nil }
        switch proxy {
        case .none: return nil
        case .server(let server): return server
        case .unreadable(let variable):
            throw .configuration(
                "\(variable) is no proxy's address; one such as http://proxy.example:3128 was expected")
        }
    }
}

/// How one address was reached.
package struct NetworkRoute: Sendable, Equatable {
    /// Scheme, host and port.
    package let address: String
    /// The proxy, and what names it; nil if none was used.
    package let proxy: String?
    /// The trusted authorities, and what names them; nil for plain http.
    package let authorities: String?

    package init(address: String, proxy: String?, authorities: String?) {
        self.address = address
        self.proxy = proxy
        self.authorities = authorities
    }
}
