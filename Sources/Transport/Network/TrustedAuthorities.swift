import CCurl

/// The certificate authorities that are trusted, as curl takes them from its options and from the environment.
///
/// A file takes the place of the machine's file, a directory that of its directory.
package struct TrustedAuthorities: Sendable, Equatable {
    /// A file or directory and what names it.
    package struct Location: Sendable, Equatable, CustomStringConvertible {
        package let path: String
        /// `network: ca`, or an environment variable.
        package let source: String

        package init(path: String, source: String) {
            self.path = path
            self.source = source
        }

        package var description: String { "\(path) (\(source))" }
    }

    /// A PEM file; nil for the machine's.
    package var file: Location?
    /// A directory of PEM files under the hashes of their names; nil for the machine's.
    package var directory: Location?

    package init(file: Location? = nil, directory: Location? = nil) {
        self.file = file
        self.directory = directory
    }

    /// As curl's command line reads the environment: `CURL_CA_BUNDLE` comes before both others. An empty
    /// variable is none.
    package init(environment: [String: String]) {
        func location(_ name: String) -> Location? {
            environment[name].flatMap { $0.isEmpty ? nil : Location(path: $0, source: name) }
        }
        file = location("CURL_CA_BUNDLE")
        guard file == nil else { return }
        file = location("SSL_CERT_FILE")
        directory = location("SSL_CERT_DIR")
    }

    /// The file, and the directory if it is not the machine's, for messages.
    package var shown: String {
        let places = [file ?? Self.machineFile, directory].compactMap(\.self)
        return places.isEmpty
            ? "the machine's directory" : places.map(\.description).joined(separator: " and ")
    }

    /// The file that libcurl was built to read.
    private static let machineFile = ccurl_machine_authorities().map {
        Location(path: String(cString: $0), source: "this machine's")
    }
}
