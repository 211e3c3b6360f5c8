/// How much of the statistics a run reads (rule A19).
package enum StatsReading: Sendable {
    /// What changed since the last listing that came to its end; everything if there was none.
    case changes
    /// Everything, as the scheduled run does; a listing of everything that was cut off is taken up.
    case everything
    /// Everything, from the first page.
    case fromScratch
}
