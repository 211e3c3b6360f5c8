import Foundation

extension Store {
    /// What of the data directory others than its owner may enter, read or write, as sentences (rule S4): the host makes
    /// everything for its owner alone, and changes the rights of nothing that it finds.
    package func looseRights() -> [String] {
        let names = ["", "tributary.sqlite", "tributary.sqlite-wal", "console.key", "secrets"]
        return names.compactMap { name in
            let path = name.isEmpty ? directory.path : directory.appending(path: name).path
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            let mode = String(status.st_mode & 0o777, radix: 8)
            return
                "\(path) is open to other users (mode 0\(mode)); `chmod \(isDirectory ? 700 : 600) \(path)` closes it"
        }
    }
}
