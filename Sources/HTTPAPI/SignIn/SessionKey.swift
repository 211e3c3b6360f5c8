package import Crypto
package import Foundation

/// The key that seals session cookies, kept beside the store so that sessions survive a restart.
package enum SessionKey {
    package static let name = "console.key"

    /// Reads the key, or creates it with mode 0600.
    ///
    /// - Returns: a key for this process only if the file can be neither read nor created: a restart then ends all
    ///   sessions.
    package static func kept(in directory: URL, fallback: (String) -> Void) -> SymmetricKey {
        let file = directory.appending(path: name)
        if let key = read(file) { return key }
        let key = SymmetricKey(size: .bits256)
        let made = FileManager.default.createFile(
            atPath: file.path, contents: key.withUnsafeBytes { Data($0) },
            attributes: [.posixPermissions: 0o600])
        guard !made else { return key }
        fallback("\(name) cannot be written to the data directory; a restart will sign everybody out")
        return key
    }

    private static func read(_ file: URL) -> SymmetricKey? {
        guard let data = try? Data(contentsOf: file), data.count == 32 else { return nil }
        return SymmetricKey(data: data)
    }
}
