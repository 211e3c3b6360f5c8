import CCurl
import ConnectorKit
import Foundation

/// The thread that owns libcurl's handles. No other thread touches them.
final class Driver {
    private let multi: OpaquePointer
    private let inbox: Inbox
    /// `NAME:PORT:ADDRESS`, as libcurl takes them.
    private let names: UnsafeMutablePointer<curl_slist>?
    private var transfers: [UInt64: Transfer] = [:]

    /// Posted work wakes the thread at once, and libcurl's own timers shorten the wait.
    private static let longestWait: Int32 = 60_000

    /// Serves the inbox until it is closed.
    ///
    /// - Parameter names: Names that are not looked up, as `NAME:PORT:ADDRESS`.
    static func run(_ inbox: Inbox, names: [String]) {
        blockBrokenPipeSignal()
        guard let multi = curl_multi_init() else {
            return refuse(inbox.detach(), "out of memory")
        }
        let limit = TransferLimits.connectionsPerHost
        _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limit)
        inbox.attach(multi)
        let driver = Driver(multi: multi, inbox: inbox, names: names)
        driver.serve()
        driver.shutDown()
        curl_multi_cleanup(multi)
    }

    private init(multi: OpaquePointer, inbox: Inbox, names: [String]) {
        self.multi = multi
        self.inbox = inbox
        self.names = names.reduce(nil) { curl_slist_append($0, $1) ?? $0 }
    }

    deinit { curl_slist_free_all(names) }

    private func serve() {
        while let work = inbox.receive() {
            for submission in work.submissions { start(submission) }
            for id in work.cancellations {
                if let transfer = transfers[id] { end(transfer, .failure(transfer.request.cancelled)) }
            }
            for id in work.resumptions {
                if let transfer = transfers[id] { resume(transfer) }
            }
            for job in work.jobs { job.runSynchronously(on: inbox.asUnownedTaskExecutor()) }
            var running: Int32 = 0
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return }
            var code = CURLE_OK
            while let easy = ccurl_next_done(multi, &code) {
                guard let transfer = Transfer.of(easy) else { continue }
                if let again = transfer.undecoded(code) {
                    remove(transfer)
                    start(again)
                } else {
                    end(transfer, transfer.result(code))
                }
            }
            guard inbox.isQuiet else { continue }
            guard curl_multi_poll(multi, nil, 0, Self.longestWait, nil) == CURLM_OK else { return }
        }
    }

    private func start(_ submission: Submission) {
        guard let handle = EasyHandle() else {
            let label = submission.hop.request.label
            submission.receiver.end(.failure(.fatal("\(label): out of memory")))
            return
        }
        let transfer = Transfer(submission, on: handle)
        transfers[submission.hop.id] = transfer
        let code = transfer.prepare(names: names)
        guard code == CURLE_OK else { return end(transfer, transfer.result(code)) }
        guard curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
            return end(transfer, transfer.result(CURLE_FAILED_INIT))
        }
    }

    private func resume(_ transfer: Transfer) {
        // The callbacks may run within this call; only its result reports their failure.
        let code = curl_easy_pause(transfer.handle.raw, CURLPAUSE_CONT)
        if code != CURLE_OK { end(transfer, transfer.result(code)) }
    }

    /// Removes a transfer and ends it. Nothing else removes one, so each transfer ends once.
    private func end(_ transfer: Transfer, _ result: Result<HTTPResponse, Failure>) {
        if remove(transfer) { transfer.receiver.end(result) }
    }

    @discardableResult
    private func remove(_ transfer: Transfer) -> Bool {
        guard transfers.removeValue(forKey: transfer.id) != nil else { return false }
        curl_multi_remove_handle(multi, transfer.handle.raw)
        return true
    }

    private func shutDown() {
        let closed = "the client was closed"
        Self.refuse(inbox.detach(), closed)
        for transfer in transfers.values {
            end(transfer, .failure(.fatal("\(transfer.request.label): \(closed)")))
        }
    }

    private static func refuse(_ work: Inbox.Work, _ reason: String) {
        for submission in work.submissions {
            submission.receiver.end(.failure(.fatal("\(submission.hop.request.label): \(reason)")))
        }
        for job in work.jobs { globalConcurrentExecutor.enqueue(job) }
    }

    /// OpenSSL may write to a connection that the server closed. The signal would end the process.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

extension Receiver {
    func end(_ result: Result<HTTPResponse, Failure>) {
        switch self {
        case .whole(let continuation): continuation.resume(returning: result)
        case .chunks(let pipe): pipe.end(result)
        }
    }
}
