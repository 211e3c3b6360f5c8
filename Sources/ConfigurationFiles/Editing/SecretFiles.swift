import Foundation

/// Secrets that were typed into a form or a call: a file of mode 0600 each, under `secrets` in the data
/// directory, to which the group's file refers (rule K4).
///
/// Every typed secret gets a file of a new name, so that until the group's file is replaced the former one holds.
struct SecretFiles: Sendable {
    let directory: URL

    init(dataDirectory: URL) {
        directory = dataDirectory.appending(path: "secrets", directoryHint: .isDirectory)
    }

    /// Keeps the secret of a provider that a group's file is to refer to.
    ///
    /// - Parameter randomText: part of the file's name.
    func keep(
        _ secret: String, of provider: String, _ setting: String, in group: URL, randomText: () -> String
    ) throws(EditRefusal) -> URL {
        let stem = group.deletingPathExtension().lastPathComponent
        let random = randomText().lowercased().filter { $0.isLetter || $0.isNumber }.prefix(8)
        return try keep(secret, as: "\(stem)-\(provider)-\(setting)-\(random)")
    }

    private func keep(_ secret: String, as name: String) throws(EditRefusal) -> URL {
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw EditRefusal("the secret cannot be kept: \(directory.path) cannot be made")
        }
        let file = directory.appending(path: name, directoryHint: .notDirectory)
        do throws(EditRefusal) { try AtomicFile.create(file, Array(secret.utf8), mode: 0o600) } catch {
            throw EditRefusal("the secret cannot be kept in \(directory.path): \(error.message)")
        }
        return file
    }

    /// The file of ours that a written value refers to; nil if it is none.
    func file(of written: String, from directory: URL) -> URL? {
        guard written.hasPrefix("${file:"), written.hasSuffix("}") else { return nil }
        let path = String(written.dropFirst(7).dropLast())
        let file = URL(fileURLWithPath: path, relativeTo: directory).standardizedFileURL
        return file.deletingLastPathComponent().path == self.directory.standardizedFileURL.path ? file : nil
    }

    /// How a file in another directory refers to one of ours: relative, so that both can move together.
    static func reference(to file: URL, from directory: URL) -> String {
        let target = file.standardizedFileURL.pathComponents
        let base = directory.standardizedFileURL.pathComponents
        let common = zip(target, base).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: base.count - common)
        return "${file:\((up + target.dropFirst(common)).joined(separator: "/"))}"
    }
}
