import Foundation

/// Leases as locks on files under `data/locks`.
struct FileLeases: LeaseSource {
    let directory: URL

    /// Takes the lease if it is free.
    ///
    /// - Returns: nil while another holder has it.
    /// - Throws: ``StoreError`` if the file system cannot lock: waiting would not help.
    func take(_ name: String) throws(StoreError) -> Lease? {
        let folder = directory.appending(path: "locks")
        mkdir(folder.path, 0o700)
        let file = folder.appending(path: name + ".lock").path
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == ENOSPC
                ? .full("\(file): the disk is full; free some space and run again")
                : .unusable("\(file): cannot be written; check the owner and the rights of its directory")
        }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let problem = errno
            if problem == EINTR { continue }
            close(descriptor)
            if problem == EWOULDBLOCK { return nil }
            throw Self.refusal(of: file, problem)
        }
        return Lease(LeaseHold(name: name, epoch: 0)) { close(descriptor) }
    }

    /// The error for a lock that is neither given nor held by somebody else.
    static func refusal(of file: String, _ code: Int32) -> StoreError {
        .unusable(
            "\(file): cannot be locked (\(String(cString: strerror(code)))); "
                + "`data` has to be on a file system that has locks"
        )
    }
}
