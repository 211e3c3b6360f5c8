import ConnectorKit
import SimulatorSupport
import Synchronization

extension Go1Portal {
    /// How webhooks are called.
    package struct Delivery: Sendable {
        /// The maximum number of attempts of a call.
        package var attempts = 5
        /// The pause before the second attempt. It doubles with each further one.
        package var firstPause = Duration.seconds(1)
        /// The shares (0 to 1) of accepted calls that are repeated, and of calls that are wrongly signed at
        /// first. The same seed selects the same calls.
        package var duplicates = 0.0
        package var wronglySigned = 0.0
        package var outOfOrder = false
        /// The number of concurrent calls.
        package var atATime = 8

        package init() {}
    }

    /// A call that was made.
    package struct MadeCall: Sendable, Equatable {
        package let eventID: String
        package let eventType: String
        package let webhookID: String
        /// Counted from 1.
        package let attempt: Int
        /// The status of the response; nil if there was none.
        package let status: Int?
    }

    /// The calls that were made, in the order of their ends.
    package var madeCalls: [MadeCall] { courier.made }

    /// The number of calls that wait to be made or repeated.
    package var openCalls: Int { courier.open }

    /// Queues an event for every active webhook that is registered for it.
    func announce(_ type: String, _ data: JSONValue) {
        let number = eventCount.add(1, ordering: .relaxed).newValue
        var draw = SeededRandom(seed: options.seed, number, stream: 23)
        let event = WebhookEvent(id: "evt_" + String(draw.next(), radix: 36), type: type, data: data)
        for webhook in webhooks where webhook.status == .active && webhook.eventTypes.contains(type) {
            courier.add(.init(event: event, webhookID: webhook.id, attempt: 1, isDuplicate: false))
        }
    }

    /// Makes calls until the task is cancelled.
    func deliver() async {
        let delivery = options.delivery
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await _ in courier.begin() {
                guard let call = courier.next(outOfOrder: delivery.outOfOrder, seed: options.seed) else {
                    continue
                }
                if running >= max(1, delivery.atATime) {
                    await group.next()
                    running -= 1
                }
                running += 1
                group.addTask { await self.make(call) }
            }
        }
    }

    private func make(_ call: Courier.Call) async {
        guard let webhook = webhooks.first(where: { $0.id == call.webhookID }), webhook.status == .active
        else { return courier.drop() }
        let sent = milliseconds()
        let body = call.event.body(to: webhook, attempt: call.attempt, sent: sent)
        var headers = ["Content-Type": "application/json"]
        if let secret = webhook.secret {
            let isWrong = call.attempt == 1 && selects(options.delivery.wronglySigned, call, stream: 24)
            headers["Go1-Signature"] = CallSignature.value(
                of: body, secret: isWrong ? secret + "?" : secret, seconds: sent / 1_000)
        }
        let status = await post(webhook.url, headers, body)
        let isTaken = status.map { (200...299).contains($0) } ?? false
        if isTaken, !call.isDuplicate, selects(options.delivery.duplicates, call, stream: 25) {
            courier.add(
                .init(event: call.event, webhookID: call.webhookID, attempt: call.attempt, isDuplicate: true))
        }
        if !isTaken, call.attempt < options.delivery.attempts {
            // Counted as open before this call is closed, so that the count never falls to 0 in between.
            let pause = options.delivery.firstPause * (1 << min(20, call.attempt - 1))
            try? await self.pause(pause)
            courier.add(
                .init(
                    event: call.event, webhookID: call.webhookID, attempt: call.attempt + 1,
                    isDuplicate: call.isDuplicate))
        }
        courier.finish(
            MadeCall(
                eventID: call.event.id, eventType: call.event.type, webhookID: call.webhookID,
                attempt: call.attempt, status: status))
    }

    private func selects(_ share: Double, _ call: Courier.Call, stream: UInt64) -> Bool {
        guard share > 0 else { return false }
        let position = (call.event.id + call.webhookID).utf8.reduce(0) { ($0 &* 31) &+ Int($1) }
        var draw = SeededRandom(seed: options.seed, position, stream: stream)
        return draw.fraction() < share
    }
}
