package import ConnectorKit

/// Enrolments that are recorded together, with what they need.
package struct EnrolmentBatch: Sendable {
    package var enrolments: [Enrolment]
    /// The accounts that were asked for on their behalf.
    package var accounts: [LearnerAccount]
    /// Whether attempts in progress are looked at though their enrolments did not change: the duration of their
    /// course may have.
    package var isThorough = false
    /// The last attempt there was before the run that the batch belongs to. Attempts after it are new in this run
    /// however its batches fall: they count once, as created. Nil if the batch stands alone.
    package var lastBefore: Attempt.ID?
    /// The page of a listing that this is; nil if it is none.
    package var page: ListedPage?

    /// What goes with a page of a listing.
    package struct ListedPage: Sendable {
        package let run: RunID
        package let refused: [RefusedItem]
        /// Rows of the listing so far, this page included.
        package let rows: Int
        /// Whether everything is listed, not only what changed.
        package let isWhole: Bool
        /// The page after this one.
        package let next: Checkpoint?

        package init(run: RunID, refused: [RefusedItem], rows: Int, isWhole: Bool, next: Checkpoint?) {
            self.run = run
            self.refused = refused
            self.rows = rows
            self.isWhole = isWhole
            self.next = next
        }
    }

    package init(_ enrolments: [Enrolment], accounts: [LearnerAccount]) {
        self.enrolments = enrolments
        self.accounts = accounts
    }
}
