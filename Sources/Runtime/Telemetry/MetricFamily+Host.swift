extension MetricFamily {
    // MARK: - Counted as it happens

    package static let runs = MetricFamily(
        "tributary_runs_total", .counter, "Runs of this process that ended, by outcome.")
    package static let runSeconds = MetricFamily(
        "tributary_run_duration_seconds", .histogram([1, 5, 15, 60, 300, 900, 3_600, 14_400]),
        "How long runs took.")
    package static let itemsSeen = MetricFamily(
        "tributary_items_seen_total", .counter, "Rows that runs read, or pieces of work that deliveries saw.")
    package static let itemsSkipped = MetricFamily(
        "tributary_items_skipped_total", .counter, "Rows that runs skipped, or that deliveries saw refused.")
    package static let requests = MetricFamily(
        "tributary_outgoing_requests_total", .counter,
        "Requests to providers and to the LMS, repeated ones included, by status; none: no answer came.")
    package static let receivedBytes = MetricFamily(
        "tributary_received_bytes_total", .counter,
        "Bytes of the answers of providers and of the LMS, content encodings undone.")
    package static let reloads = MetricFamily(
        "tributary_configuration_reloads_total", .counter,
        "Edits of the configuration that were put in force, refused, or failed.")
    package static let webhooksAcknowledged = MetricFamily(
        "tributary_webhooks_acknowledged_total", .counter, "Webhook calls that were acknowledged.")
    package static let webhooksRefused = MetricFamily(
        "tributary_webhooks_refused_total", .counter, "Webhook calls that were refused, by reason.")

    // MARK: - Read from the store when asked

    package static let courses = MetricFamily("tributary_courses", .gauge, "Courses, by deployment.")
    package static let inbox = MetricFamily(
        "tributary_inbox_events", .gauge, "Events of providers that wait, or were set aside.")
    package static let inboxAge = MetricFamily(
        "tributary_inbox_oldest_age_seconds", .gauge, "For how long the oldest event has waited.")
    package static let pushes = MetricFamily(
        "tributary_push_entries", .gauge, "Pushes that wait, or were set aside.")
    package static let pushAge = MetricFamily(
        "tributary_push_oldest_age_seconds", .gauge, "For how long the oldest push has waited.")
    package static let outbox = MetricFamily(
        "tributary_outbox_entries", .gauge, "What waits to be delivered to the LMS, or was set aside.")
    package static let outboxAge = MetricFamily(
        "tributary_outbox_oldest_age_seconds", .gauge, "For how long the oldest delivery has waited.")
    package static let lastRun = MetricFamily(
        "tributary_last_run_timestamp_seconds", .gauge,
        "When the last run ended, of whichever process.")
    package static let lastSuccess = MetricFamily(
        "tributary_last_success_timestamp_seconds", .gauge,
        "When the last run ended that was done, of whichever process.")
    package static let nextRun = MetricFamily(
        "tributary_next_run_timestamp_seconds", .gauge, "When something is due next by the schedule.")

    /// All that the host counts or reads, in the order in which it is shown.
    package static let ofHost = [
        runs, runSeconds, itemsSeen, itemsSkipped, requests, receivedBytes, reloads, webhooksAcknowledged,
        webhooksRefused, courses, inbox, inboxAge, pushes, pushAge, outbox, outboxAge, lastRun, lastSuccess,
        nextRun,
    ]
}
